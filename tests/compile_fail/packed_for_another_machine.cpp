// EXPECT: model(): the weights of this network are packed for 7 lanes, this program is compiled for
// EXPECT: hint: another -march, or import the file again with --packed-for
#include <ctnn/ctnn.hpp>
using namespace ctnn;
using namespace ctnn::literals;

constexpr auto net = Sequential(Dense(4_c, input_shape = shape<3>));
struct weights {
    static constexpr std::size_t size = 32;
    alignas(64) static inline float block[size] = {};
    static const float* data() { return block; }
#ifndef FIXED
    struct packed {
        static constexpr int lanes = 7, registers = 16;
        static constexpr unsigned long long fingerprint = 1;
        static constexpr std::size_t size = 32;
        static const float* data() { return block; }
    };
#endif
};
void f() {
    const auto model = imported<weights>(net);
    (void)model.predict(tensor<float, 3>{});
}

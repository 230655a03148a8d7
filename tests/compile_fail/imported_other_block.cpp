// EXPECT: imported(): this network's weights are a block of 32 floats, got one of 31; hint: network and weights belong together, import the file again
#include <ctnn/ctnn.hpp>
using namespace ctnn;
using namespace ctnn::literals;

constexpr auto net = Sequential(Dense(4_c, input_shape = shape<3>));
struct weights {
#ifdef FIXED
    static constexpr std::size_t size = 32;
#else
    static constexpr std::size_t size = 31;
#endif
    alignas(64) static inline float block[size] = {};
    static const float* data() { return block; }
};
void f() {
    const auto model = imported<weights>(net);
    (void)model.predict(tensor<float, 3>{});
}

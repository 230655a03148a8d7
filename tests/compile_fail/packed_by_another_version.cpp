// EXPECT: model(): the weights of this network are packed otherwise than this version of ctnn reads them; hint: import the file again, with this version's ctnn-import
#include <ctnn/ctnn.hpp>
using namespace ctnn;
using namespace ctnn::literals;

constexpr auto net = Sequential(Dense(4_c, input_shape = shape<3>));
struct weights {
    static constexpr std::size_t size = 32;
    alignas(64) static inline float block[size] = {};
    static const float* data() { return block; }
    struct packed {
        static constexpr const auto& program = compiled<decltype(net)::definition>::program;
        static constexpr int lanes = this_hardware.lanes, registers = this_hardware.registers;
#ifdef FIXED
        static constexpr unsigned long long fingerprint = ctnn::detail::preparation_fingerprint(program, this_hardware);
#else
        static constexpr unsigned long long fingerprint = 1;
#endif
        static constexpr std::size_t size = program.prepared;
        alignas(64) static inline float block[size ? size : 1] = {};
        static const float* data() { return block; }
    };
};
void f() {
    const auto model = imported<weights>(net, activations = fast);
    (void)model.predict(tensor<float, 3>{});
}

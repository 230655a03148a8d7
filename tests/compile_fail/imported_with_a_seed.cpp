// EXPECT: imported() takes activations = fast, weight_dtype = bf16 and winograd = false_c besides the network; its weights are in the binary
#include <ctnn/ctnn.hpp>
using namespace ctnn;
using namespace ctnn::literals;

constexpr auto net = Sequential(Dense(4_c, input_shape = shape<3>));
struct weights {
    static constexpr std::size_t size = 32;
    alignas(64) static inline float block[size] = {};
    static const float* data() { return block; }
};
void f() {
#ifdef FIXED
    const auto model = imported<weights>(net, activations = fast, weight_dtype = bf16);
#else
    const auto model = imported<weights>(net, seed = 3);
#endif
    (void)model.predict(tensor<float, 3>{});
}

// EXPECT: layer 2 Conv2D 'conv2d': expected a rank-3 input (height, width, channels), got (4)
#include <ctnn/ctnn.hpp>
using namespace ctnn;
using namespace ctnn::literals;

// whatever follows a mistake, there is one error
#ifdef FIXED
constexpr auto net = Sequential(Dense(4_c, input_shape = shape<3, 3, 1>), Conv2D(2_c, 2_c));
#else
constexpr auto net = Sequential(Dense(4_c, input_shape = shape<3>), Conv2D(2_c, 2_c));
#endif
struct weights {
    static constexpr std::size_t size = 80;
    alignas(64) static inline float block[size] = {};
    static const float* data() { return block; }
};
#ifdef FIXED
using input = tensor<float, 3, 3, 1>;
#else
using input = tensor<float, 3>;
#endif
void f() {
    auto model = net.build(seed = 1);
    model.summary();
    auto w = model.workspace();
    const tensor<float, 2, 2, 2> y = model.predict(input{}, w);
    model.set_weights(model.get_weights());
    model.get_layer("dense"_s).set_weights(model.get_layer("dense"_s).get_weights());
    const auto binary = imported<weights>(net);
    const tensor<float, 2, 2, 2> z = binary.predict(input{});
    (void)plot(net);
    (void)y, (void)z;
}

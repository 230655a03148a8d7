// EXPECT: set_weights(): weight 2 of 'dense_1', bias, must be a tensor<float, 2>, got a tensor<float, 4>
#include <ctnn/ctnn.hpp>
using namespace ctnn;
using namespace ctnn::literals;

constexpr auto net = Sequential(Dense(4_c, input_shape = shape<3>), Dense(2_c));
void f() {
    auto model = net.build();
#ifdef FIXED
    model.get_layer("dense_1"_s).set_weights(tensor<float, 4, 2>{}, tensor<float, 2>{});
#else
    model.get_layer("dense_1"_s).set_weights(tensor<float, 4, 2>{}, tensor<float, 4>{});
#endif
}

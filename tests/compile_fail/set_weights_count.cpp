// EXPECT: set_weights(): the model has 4 weights, got 1
#include <ctnn/ctnn.hpp>
using namespace ctnn;
using namespace ctnn::literals;

constexpr auto net = Sequential(Dense(4_c, input_shape = shape<3>), Dense(2_c));
void f() {
    auto model = net.build();
#ifdef FIXED
    model.set_weights(model.get_weights());
#else
    model.set_weights(tensor<float, 3, 4>{});
#endif
}

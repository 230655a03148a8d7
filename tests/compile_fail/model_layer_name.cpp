// EXPECT: get_layer(): no layer is named 'dense_2'; there are dense, dense_1
#include <ctnn/ctnn.hpp>
using namespace ctnn;
using namespace ctnn::literals;

constexpr auto net = Sequential(Dense(4_c, input_shape = shape<3>), Dense(2_c));
void f() {
    auto model = net.build();
#ifdef FIXED
    (void)model.get_layer("dense_1"_s).weight(0);
#else
    (void)model.get_layer("dense_2"_s).weight(0);
#endif
}

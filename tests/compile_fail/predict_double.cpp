// EXPECT: predict(): x must hold float, got double; hint: tensor<float, 2, 3>(x)
#include <ctnn/ctnn.hpp>
using namespace ctnn;
using namespace ctnn::literals;

constexpr auto net = Sequential(Dense(4_c, input_shape = shape<2, 3>));
void f() {
    const auto model = net.build();
#ifdef FIXED
    (void)model.predict(tensor<float, 2, 3>(tensor<double, 2, 3>{}));
#else
    (void)model.predict(tensor<double, 2, 3>{});
#endif
}

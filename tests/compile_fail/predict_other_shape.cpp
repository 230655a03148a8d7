// EXPECT: predict(): x must have shape (2, 3), got (31, 1)
#include <ctnn/ctnn.hpp>
using namespace ctnn;
using namespace ctnn::literals;

constexpr auto net = Sequential(Dense(4_c, input_shape = shape<2, 3>));
void f() {
    const auto model = net.build();
#ifdef FIXED
    const tensor<float, 2, 4> y = model.predict(tensor<float, 2, 3>{});
#else
    const tensor<float, 2, 4> y = model.predict(tensor<float, 31, 1>{});
#endif
}

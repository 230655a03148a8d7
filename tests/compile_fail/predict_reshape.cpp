// EXPECT: predict(): x must have shape (2, 3), got (6); hint: reshape(x, shape<2, 3>)
#include <ctnn/ctnn.hpp>
using namespace ctnn;
using namespace ctnn::literals;

constexpr auto net = Sequential(Dense(4_c, input_shape = shape<2, 3>));
void f() {
    const auto model = net.build();
#ifdef FIXED
    (void)model.predict(reshape(tensor<float, 6>{}, shape<2, 3>));
#else
    (void)model.predict(tensor<float, 6>{});
#endif
}

// EXPECT: Conv2D: argument 2 is kernel_size, it takes a number or a shape, for example shape<3, 3>
#include <ctnn/architecture.hpp>
using namespace ctnn;
using namespace ctnn::literals;

#ifdef FIXED
constexpr auto net = Sequential(Conv2D(8_c, shape<3, 3>, activation = relu, input_shape = shape<8, 8, 1>));
#else
constexpr auto net = Sequential(Conv2D(8_c, {3_c, 3_c}, activation = relu, input_shape = shape<8, 8, 1>));
#endif
static_assert(net.output_shape == shape<6, 6, 8>);

// EXPECT: Conv2D: strides takes a number or a shape, for example shape<3, 3>
#include <ctnn/architecture.hpp>
using namespace ctnn;
using namespace ctnn::literals;

#ifdef FIXED
constexpr auto net = Sequential(Conv2D(8_c, 3_c, strides = shape<2, 2>, input_shape = shape<9, 9, 1>));
#else
constexpr auto net = Sequential(Conv2D(8_c, 3_c, strides = {2_c, 2_c}, input_shape = shape<9, 9, 1>));
#endif
static_assert(net.output_shape == shape<4, 4, 8>);

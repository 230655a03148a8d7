// EXPECT: layer 1 SeparableConv2D 'separable_conv2d': kernel (7, 7) is larger than its input (5, 5, 1)
#include <ctnn/architecture.hpp>
using namespace ctnn;
using namespace ctnn::literals;

#ifdef FIXED
constexpr auto net = Sequential(SeparableConv2D(4_c, 3_c, input_shape = shape<5, 5, 1>));
#else
constexpr auto net = Sequential(SeparableConv2D(4_c, 7_c, input_shape = shape<5, 5, 1>));
#endif
static_assert(net.output_shape == shape<3, 3, 4>);

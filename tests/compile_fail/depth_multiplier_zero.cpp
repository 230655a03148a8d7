// EXPECT: layer 1 DepthwiseConv2D 'depthwise_conv2d': depth_multiplier must be positive, got 0
#include <ctnn/architecture.hpp>
using namespace ctnn;
using namespace ctnn::literals;

#ifdef FIXED
constexpr auto net = Sequential(DepthwiseConv2D(3_c, depth_multiplier = 2_c, input_shape = shape<9, 9, 1>));
#else
constexpr auto net = Sequential(DepthwiseConv2D(3_c, depth_multiplier = 0_c, input_shape = shape<9, 9, 1>));
#endif
static_assert(net.output_shape == shape<7, 7, 2>);

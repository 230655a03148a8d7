// EXPECT: layer 1 DepthwiseConv2D 'depthwise_conv2d': strides above 1 and dilation_rate above 1 exclude each other
#include <ctnn/architecture.hpp>
using namespace ctnn;
using namespace ctnn::literals;

#ifdef FIXED
constexpr auto net = Sequential(DepthwiseConv2D(3_c, dilation_rate = 2_c, input_shape = shape<9, 9, 1>));
#else
constexpr auto net = Sequential(DepthwiseConv2D(3_c, strides = 2_c, dilation_rate = 2_c, input_shape = shape<9, 9, 1>));
#endif
static_assert(net.output_shape == shape<5, 5, 1>);

// EXPECT: layer 1 DepthwiseConv1D 'depthwise_conv1d': expected a rank-2 input (steps, channels), got (7); hint: the channels are missing, Reshape(shape<7, 1>) before it
#include <ctnn/architecture.hpp>
using namespace ctnn;
using namespace ctnn::literals;

#ifdef FIXED
constexpr auto net = Sequential(DepthwiseConv1D(3_c, input_shape = shape<7, 1>));
#else
constexpr auto net = Sequential(DepthwiseConv1D(3_c, input_shape = shape<7>));
#endif
static_assert(net.output_shape == shape<5, 1>);

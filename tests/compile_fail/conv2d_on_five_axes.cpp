// EXPECT: layer 1 Conv2D 'conv2d': expected a rank-3 input (height, width, channels), got (5, 28, 28, 3); hint: TimeDistributed around this layer runs it on each step
#include <ctnn/architecture.hpp>
using namespace ctnn;
using namespace ctnn::literals;

#ifdef FIXED
constexpr auto net = Sequential(TimeDistributed(Conv2D(8_c, 3_c), input_shape = shape<5, 28, 28, 3>));
#else
constexpr auto net = Sequential(Conv2D(8_c, 3_c, input_shape = shape<5, 28, 28, 3>));
#endif
static_assert(net.output_shape == shape<5, 26, 26, 8>);

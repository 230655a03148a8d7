// EXPECT: layer 2 Conv2D 'conv2d': expected a rank-3 input (height, width, channels), got (784); hint: 'flatten' before it removes the spatial axes, move it behind this layer
#include <ctnn/architecture.hpp>
using namespace ctnn;
using namespace ctnn::literals;

#ifdef FIXED
constexpr auto net = Sequential(Conv2D(8_c, 3_c, input_shape = shape<28, 28, 1>), Flatten());
#else
constexpr auto net = Sequential(Flatten(input_shape = shape<28, 28, 1>), Conv2D(8_c, 3_c));
#endif
static_assert(net.output_shape == shape<26 * 26 * 8>);

// EXPECT: layer 1 Conv2D 'conv2d': expected a rank-3 input (height, width, channels), got (784); hint: Reshape(shape<28, 28, 1>) before it
#include <ctnn/architecture.hpp>
using namespace ctnn;
using namespace ctnn::literals;

#ifdef FIXED
constexpr auto net = Sequential(Reshape(shape<28, 28, 1>, input_shape = shape<784>), Conv2D(8_c, 3_c));
#else
constexpr auto net = Sequential(Conv2D(8_c, 3_c, input_shape = shape<784>));
#endif
static_assert(net.output_shape == shape<26, 26, 8>);

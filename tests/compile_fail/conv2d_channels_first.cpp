// EXPECT: layer 1 Conv2D 'conv2d': expected a rank-3 input (channels, height, width), got (28, 28); hint: the channels are missing, Reshape(shape<1, 28, 28>) before it
#include <ctnn/architecture.hpp>
using namespace ctnn;
using namespace ctnn::literals;

#ifdef FIXED
constexpr auto net = Sequential(Conv2D(8_c, 3_c, data_format = channels_first, input_shape = shape<1, 28, 28>));
#else
constexpr auto net = Sequential(Conv2D(8_c, 3_c, data_format = channels_first, input_shape = shape<28, 28>));
#endif
static_assert(net.output_shape == shape<8, 26, 26>);

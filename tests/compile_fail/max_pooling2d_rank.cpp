// EXPECT: layer 1 MaxPooling2D 'max_pooling2d': expected a rank-3 input (height, width, channels), got (8, 8); hint: the channels are missing
#include <ctnn/architecture.hpp>
using namespace ctnn;
using namespace ctnn::literals;

#ifdef FIXED
constexpr auto net = Sequential(MaxPooling2D(input_shape = shape<8, 8, 1>));
#else
constexpr auto net = Sequential(MaxPooling2D(input_shape = shape<8, 8>));
#endif
static_assert(net.output_shape == shape<4, 4, 1>);

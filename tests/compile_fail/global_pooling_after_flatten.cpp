// EXPECT: layer 2 GlobalAveragePooling2D 'global_average_pooling2d': expected a rank-3 input (height, width, channels), got (128)
// EXPECT: hint: 'flatten' before it removes the spatial axes
#include <ctnn/architecture.hpp>
using namespace ctnn;
using namespace ctnn::literals;

#ifdef FIXED
constexpr auto net = Sequential(GlobalAveragePooling2D(input_shape = shape<8, 8, 2>), Flatten());
#else
constexpr auto net = Sequential(Flatten(input_shape = shape<8, 8, 2>), GlobalAveragePooling2D());
#endif
static_assert(net.output_shape == shape<2>);

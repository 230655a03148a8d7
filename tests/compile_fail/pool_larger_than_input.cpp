// EXPECT: layer 2 AveragePooling2D 'average_pooling2d': pool (4, 4) is larger than its input (3, 3, 2) with padding = valid
#include <ctnn/architecture.hpp>
using namespace ctnn;
using namespace ctnn::literals;

#ifdef FIXED
constexpr auto net = Sequential(Conv2D(2_c, 3_c, input_shape = shape<5, 5, 1>), AveragePooling2D(3_c));
#else
constexpr auto net = Sequential(Conv2D(2_c, 3_c, input_shape = shape<5, 5, 1>), AveragePooling2D(4_c));
#endif
static_assert(net.output_shape == shape<1, 1, 2>);

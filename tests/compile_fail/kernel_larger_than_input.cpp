// EXPECT: layer 1 Conv2D 'conv2d': kernel (5, 5) is larger than its input (4, 4, 1) with padding = valid; hint: padding = same
#include <ctnn/architecture.hpp>
using namespace ctnn;
using namespace ctnn::literals;

#ifdef FIXED
constexpr auto net = Sequential(Conv2D(8_c, 5_c, padding = same, input_shape = shape<4, 4, 1>));
#else
constexpr auto net = Sequential(Conv2D(8_c, 5_c, input_shape = shape<4, 4, 1>));
#endif
static_assert(net.output_shape == shape<4, 4, 8>);

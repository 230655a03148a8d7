// EXPECT: layer 1 Conv2DTranspose 'conv2d_transpose': expected a rank-3 input (height, width, channels), got (7)
#include <ctnn/architecture.hpp>
using namespace ctnn;
using namespace ctnn::literals;

#ifdef FIXED
constexpr auto net = Sequential(Conv2DTranspose(2_c, 3_c, input_shape = shape<7, 7, 1>));
#else
constexpr auto net = Sequential(Conv2DTranspose(2_c, 3_c, input_shape = shape<7>));
#endif
static_assert(net.output_shape == shape<9, 9, 2>);

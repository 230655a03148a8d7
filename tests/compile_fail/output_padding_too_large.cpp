// EXPECT: layer 1 Conv2DTranspose 'conv2d_transpose': output_padding must be smaller than strides, got (2, 2) and (2, 2)
#include <ctnn/architecture.hpp>
using namespace ctnn;
using namespace ctnn::literals;

#ifdef FIXED
constexpr auto net = Sequential(Conv2DTranspose(2_c, 3_c, strides = 2_c, output_padding = 1_c, input_shape = shape<5, 5, 1>));
#else
constexpr auto net = Sequential(Conv2DTranspose(2_c, 3_c, strides = 2_c, output_padding = 2_c, input_shape = shape<5, 5, 1>));
#endif
static_assert(net.output_shape == shape<12, 12, 2>);

// EXPECT: layer 1 Conv2D 'conv2d': expected a rank-3 input (height, width, channels), got (28, 1)
// EXPECT: (build's input_shape (28, 28, 1) begins with the batch axis, as None or a number)
#include <ctnn/architecture.hpp>
using namespace ctnn;
using namespace ctnn::literals;

#ifdef FIXED
constexpr auto net = Sequential(Conv2D(2_c, 3_c)).build(input_shape = shape<None, 28, 28, 1>);
#else
constexpr auto net = Sequential(Conv2D(2_c, 3_c)).build(input_shape = shape<28, 28, 1>);
#endif
static_assert(net.output_shape == shape<26, 26, 2>);

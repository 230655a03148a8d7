// EXPECT: layer 1 Conv2D 'conv2d': kernel_size must be positive, got 0
#include <ctnn/architecture.hpp>
using namespace ctnn;
using namespace ctnn::literals;

#ifdef FIXED
constexpr auto net = Sequential(Conv2D(2_c, 1_c, input_shape = shape<9, 9, 1>));
#else
constexpr auto net = Sequential(Conv2D(2_c, 0_c, input_shape = shape<9, 9, 1>));
#endif
static_assert(net.output_shape == shape<9, 9, 2>);

// EXPECT: layer 2 Conv2D 'conv2d_1': filters must be positive, got 0
#include <ctnn/architecture.hpp>
using namespace ctnn;
using namespace ctnn::literals;

#ifdef FIXED
constexpr auto net = Sequential(Conv2D(2_c, 3_c, input_shape = shape<9, 9, 1>), Conv2D(1_c, 3_c));
#else
constexpr auto net = Sequential(Conv2D(2_c, 3_c, input_shape = shape<9, 9, 1>), Conv2D(0_c, 3_c));
#endif
static_assert(net.output_shape == shape<5, 5, 1>);

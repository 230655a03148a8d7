// EXPECT: layer 1 Conv2D 'conv2d': groups = 3 does not divide the 4 channels of its input (9, 9, 4); hint: groups must divide the channels and filters
#include <ctnn/architecture.hpp>
using namespace ctnn;
using namespace ctnn::literals;

#ifdef FIXED
constexpr auto net = Sequential(Conv2D(6_c, 3_c, groups = 2_c, input_shape = shape<9, 9, 4>));
#else
constexpr auto net = Sequential(Conv2D(6_c, 3_c, groups = 3_c, input_shape = shape<9, 9, 4>));
#endif
static_assert(net.output_shape == shape<7, 7, 6>);

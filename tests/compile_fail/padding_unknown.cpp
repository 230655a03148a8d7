// EXPECT: layer 1 Conv2D 'conv2d': no padding is named "some"
#include <ctnn/architecture.hpp>
using namespace ctnn;
using namespace ctnn::literals;

#ifdef FIXED
constexpr auto net = Sequential(Conv2D(2_c, 3_c, padding = "same"_s, input_shape = shape<9, 9, 1>));
#else
constexpr auto net = Sequential(Conv2D(2_c, 3_c, padding = "some"_s, input_shape = shape<9, 9, 1>));
#endif
static_assert(net.output_shape == shape<9, 9, 2>);

// EXPECT: layer 1 Conv1D 'conv1d': kernel (3), which dilation_rate spreads to (9), is larger than its input (8, 1) with padding = valid; hint: padding = same
#include <ctnn/architecture.hpp>
using namespace ctnn;
using namespace ctnn::literals;

#ifdef FIXED
constexpr auto net = Sequential(Conv1D(2_c, 3_c, dilation_rate = 3_c, input_shape = shape<8, 1>));
#else
constexpr auto net = Sequential(Conv1D(2_c, 3_c, dilation_rate = 4_c, input_shape = shape<8, 1>));
#endif
static_assert(net.output_shape == shape<2, 2>);

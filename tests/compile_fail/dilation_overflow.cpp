// EXPECT: layer 1 Conv1D 'conv1d': kernel (65537), which dilation_rate spreads to (2147483647), is larger than its input (9, 1) with padding = valid; hint: padding = same
#include <ctnn/architecture.hpp>
using namespace ctnn;
using namespace ctnn::literals;

#ifdef FIXED
constexpr auto net = Sequential(Conv1D(1_c, 3_c, dilation_rate = 2_c, input_shape = shape<9, 1>));
#else
constexpr auto net = Sequential(Conv1D(1_c, 65537_c, dilation_rate = 65535_c, input_shape = shape<9, 1>));
#endif

// EXPECT: layer 1 Conv2D 'conv2d': padding must be valid or same, got causal, which only Conv1D has
#include <ctnn/architecture.hpp>
using namespace ctnn;
using namespace ctnn::literals;

#ifdef FIXED
constexpr auto net = Sequential(Conv2D(2_c, 3_c, padding = same, input_shape = shape<9, 9, 1>));
#else
constexpr auto net = Sequential(Conv2D(2_c, 3_c, padding = causal, input_shape = shape<9, 9, 1>));
#endif
static_assert(net.output_shape == shape<9, 9, 2>);

// EXPECT: layer 1 Conv1D 'conv1d': strides must be positive, got -1
#include <ctnn/architecture.hpp>
using namespace ctnn;
using namespace ctnn::literals;

#ifdef FIXED
constexpr auto net = Sequential(Conv1D(2_c, 3_c, strides = 1_c, input_shape = shape<9, 1>));
#else
constexpr auto net = Sequential(Conv1D(2_c, 3_c, strides = -1_c, input_shape = shape<9, 1>));
#endif
static_assert(net.output_shape == shape<7, 2>);

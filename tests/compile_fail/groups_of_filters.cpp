// EXPECT: layer 1 Conv1D 'conv1d': groups = 3 does not divide filters = 8; hint: every group makes as many channels
#include <ctnn/architecture.hpp>
using namespace ctnn;
using namespace ctnn::literals;

#ifdef FIXED
constexpr auto net = Sequential(Conv1D(6_c, 3_c, groups = 3_c, input_shape = shape<9, 6>));
#else
constexpr auto net = Sequential(Conv1D(8_c, 3_c, groups = 3_c, input_shape = shape<9, 6>));
#endif
static_assert(net.output_shape == shape<7, 6>);

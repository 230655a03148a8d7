// EXPECT: Dense has no keyword 'filters', it takes units, activation, use_bias
#include <ctnn/architecture.hpp>
using namespace ctnn;
using namespace ctnn::literals;

#ifdef FIXED
constexpr auto net = Sequential(Dense(4_c, input_shape = shape<3>), Dense(units = 2_c));
#else
constexpr auto net = Sequential(Dense(4_c, input_shape = shape<3>), Dense(filters = 2_c));
#endif
static_assert(net.output_shape == shape<2>);

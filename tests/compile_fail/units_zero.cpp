// EXPECT: layer 1 Dense 'dense': units must be positive, got 0
#include <ctnn/architecture.hpp>
using namespace ctnn;
using namespace ctnn::literals;

#ifdef FIXED
constexpr auto net = Sequential(Dense(1_c, input_shape = shape<3>), Dense(2_c));
#else
constexpr auto net = Sequential(Dense(0_c, input_shape = shape<3>), Dense(2_c));
#endif
static_assert(net.output_shape == shape<2>);

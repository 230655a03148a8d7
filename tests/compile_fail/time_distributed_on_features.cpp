// EXPECT: layer 1 TimeDistributed 'time_distributed': expected an input (timesteps, ...) of rank 2 or more, got (5)
#include <ctnn/architecture.hpp>
using namespace ctnn;
using namespace ctnn::literals;

#ifdef FIXED
constexpr auto net = Sequential(TimeDistributed(Dense(4_c), input_shape = shape<5, 2>));
#else
constexpr auto net = Sequential(TimeDistributed(Dense(4_c), input_shape = shape<5>));
#endif
static_assert(net.output_shape == shape<5, 4>);

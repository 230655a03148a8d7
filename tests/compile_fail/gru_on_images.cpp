// EXPECT: layer 1 GRU 'gru': expected a rank-2 input (timesteps, features), got (5, 4, 3); hint: TimeDistributed(Flatten()) before it leaves one axis of features
#include <ctnn/architecture.hpp>
using namespace ctnn;
using namespace ctnn::literals;

#ifdef FIXED
constexpr auto net = Sequential(TimeDistributed(Flatten(), input_shape = shape<5, 4, 3>), GRU(4_c));
#else
constexpr auto net = Sequential(GRU(4_c, input_shape = shape<5, 4, 3>));
#endif
static_assert(net.output_shape == shape<4>);

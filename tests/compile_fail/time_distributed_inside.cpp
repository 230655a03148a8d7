// EXPECT: layer 1 TimeDistributed 'time_distributed': at each of its 8 steps, LSTM: expected a rank-2 input
#include <ctnn/architecture.hpp>
using namespace ctnn;
using namespace ctnn::literals;

#ifdef FIXED
constexpr auto net = Sequential(TimeDistributed(LSTM(4_c), input_shape = shape<8, 3, 5>));
#else
constexpr auto net = Sequential(TimeDistributed(LSTM(4_c), input_shape = shape<8, 3>));
#endif
static_assert(net.output_shape == shape<8, 4>);

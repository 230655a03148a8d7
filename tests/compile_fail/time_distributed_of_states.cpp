// EXPECT: TimeDistributed: its layer must have one output, LSTM here has 3
#include <ctnn/architecture.hpp>
using namespace ctnn;
using namespace ctnn::literals;

#ifdef FIXED
constexpr auto net = Sequential(TimeDistributed(LSTM(4_c), input_shape = shape<5, 8, 3>));
#else
constexpr auto net = Sequential(TimeDistributed(LSTM(4_c, return_state = true_c), input_shape = shape<5, 8, 3>));
#endif
static_assert(net.output_shape == shape<5, 4>);

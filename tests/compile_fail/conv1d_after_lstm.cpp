// EXPECT: layer 2 Conv1D 'conv1d': expected a rank-2 input (steps, channels), got (4); hint: 'lstm' before it needs return_sequences = true_c
#include <ctnn/architecture.hpp>
using namespace ctnn;
using namespace ctnn::literals;

#ifdef FIXED
constexpr auto net = Sequential(LSTM(4_c, return_sequences = true_c, input_shape = shape<8, 3>), Conv1D(2_c, 3_c));
#else
constexpr auto net = Sequential(LSTM(4_c, input_shape = shape<8, 3>), Conv1D(2_c, 3_c));
#endif
static_assert(net.output_shape == shape<6, 2>);

// EXPECT: layer 2 LSTM 'lstm_1': expected a rank-2 input (timesteps, features), got (32)
// EXPECT: hint: 'lstm' before it needs return_sequences = true_c
#include <ctnn/architecture.hpp>
using namespace ctnn;
using namespace ctnn::literals;

#ifdef FIXED
constexpr auto net = Sequential(LSTM(32_c, return_sequences = true_c, input_shape = shape<8, 16>), LSTM(4_c));
#else
constexpr auto net = Sequential(LSTM(32_c, input_shape = shape<8, 16>), LSTM(4_c));
#endif
static_assert(net.output_shape == shape<4>);

// EXPECT: layer 2 LSTM 'lstm': expected a rank-2 input (timesteps, features), got (8); hint: the layer in 'bidirectional' before it needs return_sequences = true_c
#include <ctnn/architecture.hpp>
using namespace ctnn;
using namespace ctnn::literals;

#ifdef FIXED
constexpr auto net = Sequential(Bidirectional(LSTM(4_c, return_sequences = true_c), input_shape = shape<6, 3>), LSTM(2_c));
#else
constexpr auto net = Sequential(Bidirectional(LSTM(4_c), input_shape = shape<6, 3>), LSTM(2_c));
#endif
static_assert(net.output_shape == shape<2>);

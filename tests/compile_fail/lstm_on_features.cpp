// EXPECT: layer 1 LSTM 'lstm': expected a rank-2 input (timesteps, features), got (5); hint: Reshape(shape<5, 1>) or RepeatVector before it makes a sequence
#include <ctnn/architecture.hpp>
using namespace ctnn;
using namespace ctnn::literals;

#ifdef FIXED
constexpr auto net = Sequential(Reshape(shape<5, 1>, input_shape = shape<5>), LSTM(4_c));
#else
constexpr auto net = Sequential(LSTM(4_c, input_shape = shape<5>));
#endif
static_assert(net.output_shape == shape<4>);

// EXPECT: layer 1 LSTM 'lstm': has 3 outputs, and Sequential passes one on
#include <ctnn/architecture.hpp>
using namespace ctnn;
using namespace ctnn::literals;

#ifdef FIXED
constexpr auto net = Sequential(LSTM(4_c, input_shape = shape<8, 3>), Dense(2_c));
#else
constexpr auto net = Sequential(LSTM(4_c, return_state = true_c, input_shape = shape<8, 3>), Dense(2_c));
#endif
static_assert(net.output_shape == shape<2>);

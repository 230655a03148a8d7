// EXPECT: layer 1 SimpleRNN 'simple_rnn': recurrent_dropout must be from 0 to 1, got -0.5
#include <ctnn/architecture.hpp>
using namespace ctnn;
using namespace ctnn::literals;

#ifdef FIXED
constexpr auto net = Sequential(SimpleRNN(4_c, recurrent_dropout = 0.5_c, input_shape = shape<8, 3>));
#else
constexpr auto net = Sequential(SimpleRNN(4_c, recurrent_dropout = -0.5_c, input_shape = shape<8, 3>));
#endif
static_assert(net.output_shape == shape<4>);

// EXPECT: layer 1 Bidirectional 'bidirectional': backward_layer must go the other way; hint: go_backwards = true_c in it
#include <ctnn/architecture.hpp>
using namespace ctnn;
using namespace ctnn::literals;

#ifdef FIXED
constexpr auto net = Sequential(Bidirectional(LSTM(4_c), backward_layer = LSTM(4_c, go_backwards = true_c), input_shape = shape<8, 3>));
#else
constexpr auto net = Sequential(Bidirectional(LSTM(4_c), backward_layer = LSTM(4_c), input_shape = shape<8, 3>));
#endif
static_assert(net.output_shape == shape<8>);

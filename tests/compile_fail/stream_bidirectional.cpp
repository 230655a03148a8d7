// EXPECT: stream(): layer 1 Bidirectional 'bidirectional' begins with the last time step
// EXPECT: recurrent layers that go forwards
#include <ctnn/ctnn.hpp>
using namespace ctnn;
using namespace ctnn::literals;

#ifdef FIXED
constexpr auto net = Sequential(LSTM(3_c, return_sequences = true_c, input_shape = shape<8, 2>), Dense(1_c));
#else
constexpr auto net =
    Sequential(Bidirectional(LSTM(3_c, return_sequences = true_c), input_shape = shape<8, 2>), Dense(1_c));
#endif
const auto model_of_net = net.build(seed = 1);
auto one_step = model_of_net.stream();

// EXPECT: layer 2 TimeDistributed 'time_distributed': expected an input (timesteps, ...) of rank 2 or more, got (4); hint: the layer in 'bidirectional' before it needs return_sequences = true_c
#include <ctnn/architecture.hpp>
using namespace ctnn;
using namespace ctnn::literals;

#ifdef FIXED
constexpr auto net = Sequential(Bidirectional(LSTM(2_c, return_sequences = true_c), input_shape = shape<3, 4>), TimeDistributed(Dense(2_c)));
#else
constexpr auto net = Sequential(Bidirectional(LSTM(2_c), input_shape = shape<3, 4>), TimeDistributed(Dense(2_c)));
#endif
static_assert(net.output_shape == shape<3, 2>);

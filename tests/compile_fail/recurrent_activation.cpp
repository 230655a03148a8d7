// EXPECT: layer 1 LSTM 'lstm': activation must act on each number by itself, got softmax
#include <ctnn/architecture.hpp>
using namespace ctnn;
using namespace ctnn::literals;

#ifdef FIXED
constexpr auto net = Sequential(LSTM(4_c, activation = relu, input_shape = shape<8, 3>));
#else
constexpr auto net = Sequential(LSTM(4_c, activation = softmax, input_shape = shape<8, 3>));
#endif
static_assert(net.output_shape == shape<4>);

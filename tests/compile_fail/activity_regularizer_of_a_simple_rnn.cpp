// EXPECT: layer 1 SimpleRNN 'simple_rnn': activity_regularizer: Keras ignores that of a SimpleRNN; hint: Identity(activity_regularizer = ...)
#include <ctnn/architecture.hpp>
using namespace ctnn;
using namespace ctnn::literals;

#ifdef FIXED
constexpr auto net = Sequential(SimpleRNN(4_c, input_shape = shape<2, 3>), Identity(activity_regularizer = L2()));
#else
constexpr auto net = Sequential(SimpleRNN(4_c, activity_regularizer = L2(), input_shape = shape<2, 3>));
#endif
static_assert(net.output_shape == shape<4>);

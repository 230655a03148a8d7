// EXPECT: layer 1 TimeDistributed 'time_distributed': activity_regularizer: the layer around it puts out what counts; hint: give it to that layer
#include <ctnn/architecture.hpp>
using namespace ctnn;
using namespace ctnn::literals;

#ifdef FIXED
constexpr auto net = Sequential(TimeDistributed(Dense(4_c), activity_regularizer = L2(), input_shape = shape<2, 3>));
#else
constexpr auto net = Sequential(TimeDistributed(Dense(4_c, activity_regularizer = L2()), input_shape = shape<2, 3>));
#endif
static_assert(net.output_shape == shape<2, 4>);

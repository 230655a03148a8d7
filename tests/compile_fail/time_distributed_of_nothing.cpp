// EXPECT: TimeDistributed: layer takes a layer with its arguments, for example TimeDistributed(Dense(4_c))
#include <ctnn/architecture.hpp>
using namespace ctnn;
using namespace ctnn::literals;

#ifdef FIXED
constexpr auto net = Sequential(TimeDistributed(Dense(4_c), input_shape = shape<5, 3>));
#else
constexpr auto net = Sequential(TimeDistributed(4_c, input_shape = shape<5, 3>));
#endif
static_assert(net.output_shape == shape<5, 4>);

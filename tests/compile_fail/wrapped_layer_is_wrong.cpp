// EXPECT: Dense: argument 1 is units, it takes a whole number, for example 4_c
#include <ctnn/architecture.hpp>
using namespace ctnn;
using namespace ctnn::literals;

#ifdef FIXED
constexpr auto net = Sequential(TimeDistributed(Dense(4_c), input_shape = shape<8, 3>));
#else
constexpr auto net = Sequential(TimeDistributed(Dense(true_c), input_shape = shape<8, 3>));
#endif
static_assert(net.output_shape == shape<8, 4>);

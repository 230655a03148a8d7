// EXPECT: layer 1 TimeDistributed 'time_distributed': at each of its 2 steps, Reshape puts out (1, 1, 1, 1, 1, 3): together they would have more than 6 axes
#include <ctnn/architecture.hpp>
using namespace ctnn;
using namespace ctnn::literals;

#ifdef FIXED
constexpr auto net = Sequential(TimeDistributed(Reshape(shape<1, 1, 1, 1, 3>), input_shape = shape<2, 3>));
#else
constexpr auto net = Sequential(TimeDistributed(Reshape(shape<1, 1, 1, 1, 1, 3>), input_shape = shape<2, 3>));
#endif

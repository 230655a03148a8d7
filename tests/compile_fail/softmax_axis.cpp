// EXPECT: layer 2 Softmax 'softmax': axis must be from 1 to 1 or from -1 to -1 for an input of shape (4), got 2
#include <ctnn/architecture.hpp>
using namespace ctnn;
using namespace ctnn::literals;

#ifdef FIXED
constexpr auto net = Sequential(Dense(4_c, input_shape = shape<3>), Softmax(axis = 1_c));
#else
constexpr auto net = Sequential(Dense(4_c, input_shape = shape<3>), Softmax(axis = 2_c));
#endif
static_assert(net.output_shape == shape<4>);

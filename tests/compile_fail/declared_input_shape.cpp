// EXPECT: layer 2 Dense 'dense_1': declared input_shape (64), but 'dense' before it outputs (4)
#include <ctnn/architecture.hpp>
using namespace ctnn;
using namespace ctnn::literals;

#ifdef FIXED
constexpr auto net = Sequential(Dense(4_c, input_shape = shape<3>), Dense(2_c, input_shape = shape<4>));
#else
constexpr auto net = Sequential(Dense(4_c, input_shape = shape<3>), Dense(2_c, input_shape = shape<64>));
#endif
static_assert(net.output_shape == shape<2>);

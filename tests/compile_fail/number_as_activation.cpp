// EXPECT: Dense: argument 2 is activation, it takes an activation, for example relu
#include <ctnn/architecture.hpp>
using namespace ctnn;
using namespace ctnn::literals;

#ifdef FIXED
constexpr auto net = Sequential(Dense(4_c, relu, input_shape = shape<3>));
#else
constexpr auto net = Sequential(Dense(4_c, 4_c, input_shape = shape<3>));
#endif
static_assert(net.output_shape == shape<4>);

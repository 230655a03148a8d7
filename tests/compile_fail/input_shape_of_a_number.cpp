// EXPECT: Dense: input_shape takes a shape, for example shape<3>
#include <ctnn/architecture.hpp>
using namespace ctnn;
using namespace ctnn::literals;

#ifdef FIXED
constexpr auto net = Sequential(Dense(4_c, input_shape = shape<3>));
#else
constexpr auto net = Sequential(Dense(4_c, input_shape = 3_c));
#endif
static_assert(net.output_shape == shape<4>);

// EXPECT: layer 1 Dense: activation is a plain value, and Sequential needs constants; write activation = relu, or use functional
#include <ctnn/architecture.hpp>
using namespace ctnn;
using namespace ctnn::literals;

#ifdef FIXED
constexpr auto net = Sequential(Dense(4_c, "relu"_s, input_shape = shape<3>));
#else
constexpr auto net = Sequential(Dense(4_c, "relu", input_shape = shape<3>));
#endif
static_assert(net.output_shape == shape<4>);

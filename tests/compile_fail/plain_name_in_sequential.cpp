// EXPECT: layer 1 Dense: name is a plain value, and Sequential needs constants; write name = "dense"_s, or use functional
#include <ctnn/architecture.hpp>
using namespace ctnn;
using namespace ctnn::literals;

#ifdef FIXED
constexpr auto net = Sequential(Dense(4_c, name = "out"_s, input_shape = shape<3>));
#else
constexpr auto net = Sequential(Dense(4_c, name = "out", input_shape = shape<3>));
#endif
static_assert(net.output_shape == shape<4>);

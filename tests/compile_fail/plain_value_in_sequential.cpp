// EXPECT: layer 2 Dense: units is a plain value, and Sequential needs constants; write units = 4_c, or use functional
#include <ctnn/architecture.hpp>
using namespace ctnn;
using namespace ctnn::literals;

#ifdef FIXED
constexpr auto net = Sequential(Dense(4_c, input_shape = shape<3>), Dense(2_c));
#else
constexpr auto net = Sequential(Dense(4_c, input_shape = shape<3>), Dense(2));
#endif
static_assert(net.output_shape == shape<2>);

// EXPECT: layer 1 Dense: use_bias is a plain value, and Sequential needs constants; write use_bias = true_c, or use functional
#include <ctnn/architecture.hpp>
using namespace ctnn;
using namespace ctnn::literals;

#ifdef FIXED
constexpr auto net = Sequential(Dense(4_c, use_bias = false_c, input_shape = shape<3>));
#else
constexpr auto net = Sequential(Dense(4_c, use_bias = false, input_shape = shape<3>));
#endif
static_assert(net.output_shape == shape<4>);

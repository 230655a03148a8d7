// EXPECT: Dense: use_bias takes true_c or false_c
#include <ctnn/architecture.hpp>
using namespace ctnn;
using namespace ctnn::literals;

#ifdef FIXED
constexpr auto net = Sequential(Dense(2_c, use_bias = true_c, input_shape = shape<3>));
#else
constexpr auto net = Sequential(Dense(2_c, use_bias = 1_c, input_shape = shape<3>));
#endif
static_assert(net.output_shape == shape<2>);

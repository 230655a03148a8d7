// EXPECT: Dense: bias_constraint takes a constraint, for example MaxNorm(2_c)
#include <ctnn/architecture.hpp>
using namespace ctnn;
using namespace ctnn::literals;

#ifdef FIXED
constexpr auto net = Sequential(Dense(4_c, bias_constraint = NonNeg(), input_shape = shape<3>));
#else
constexpr auto net = Sequential(Dense(4_c, bias_constraint = L2(0.01_c), input_shape = shape<3>));
#endif
static_assert(net.output_shape == shape<4>);

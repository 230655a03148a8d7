// EXPECT: Dense: too many arguments, it takes units, activation, use_bias
#include <ctnn/architecture.hpp>
using namespace ctnn;
using namespace ctnn::literals;

#ifdef FIXED
constexpr auto net = Sequential(Dense(2_c, relu, true_c, "zeros"_s, "zeros"_s, input_shape = shape<3>));
#else
constexpr auto net = Sequential(Dense(2_c, relu, true_c, "zeros"_s, "zeros"_s, 3_c, input_shape = shape<3>));
#endif
static_assert(net.output_shape == shape<2>);

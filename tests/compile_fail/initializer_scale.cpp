// EXPECT: VarianceScaling: scale must be positive
#include <ctnn/architecture.hpp>
using namespace ctnn;
using namespace ctnn::literals;

#ifdef FIXED
constexpr auto net = Sequential(Dense(2_c, kernel_initializer = VarianceScaling(scale = 2_c), input_shape = shape<3>));
#else
constexpr auto net = Sequential(Dense(2_c, kernel_initializer = VarianceScaling(scale = -2_c), input_shape = shape<3>));
#endif
static_assert(net.output_shape == shape<2>);

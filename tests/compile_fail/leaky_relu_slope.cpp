// EXPECT: layer 1 LeakyReLU 'leaky_re_lu': negative_slope must not be negative, got -0.1
#include <ctnn/architecture.hpp>
using namespace ctnn;
using namespace ctnn::literals;

#ifdef FIXED
constexpr auto net = Sequential(LeakyReLU(0.1_c, input_shape = shape<3>));
#else
constexpr auto net = Sequential(LeakyReLU(-0.1_c, input_shape = shape<3>));
#endif
static_assert(net.output_shape == shape<3>);

// EXPECT: layer 1 UpSampling1D 'up_sampling1d': expected a rank-2 input (steps, channels), got (4, 4, 2)
#include <ctnn/architecture.hpp>
using namespace ctnn;
using namespace ctnn::literals;

#ifdef FIXED
constexpr auto net = Sequential(UpSampling2D(2_c, input_shape = shape<4, 4, 2>));
#else
constexpr auto net = Sequential(UpSampling1D(2_c, input_shape = shape<4, 4, 2>));
#endif
static_assert(net.output_shape == shape<8, 8, 2>);

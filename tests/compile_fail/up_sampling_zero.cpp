// EXPECT: layer 1 UpSampling1D 'up_sampling1d': size must be positive, got 0
#include <ctnn/architecture.hpp>
using namespace ctnn;
using namespace ctnn::literals;

#ifdef FIXED
constexpr auto net = Sequential(UpSampling1D(1_c, input_shape = shape<5, 2>));
#else
constexpr auto net = Sequential(UpSampling1D(0_c, input_shape = shape<5, 2>));
#endif
static_assert(net.output_shape == shape<5, 2>);

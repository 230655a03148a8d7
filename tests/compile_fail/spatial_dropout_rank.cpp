// EXPECT: layer 2 SpatialDropout2D 'spatial_dropout2d': expected a rank-3 input (height, width, channels), got (5, 2)
#include <ctnn/architecture.hpp>
using namespace ctnn;
using namespace ctnn::literals;

#ifdef FIXED
constexpr auto net = Sequential(Dense(2_c, input_shape = shape<5, 3>), SpatialDropout1D(0.5_c));
#else
constexpr auto net = Sequential(Dense(2_c, input_shape = shape<5, 3>), SpatialDropout2D(0.5_c));
#endif
static_assert(net.output_shape == shape<5, 2>);

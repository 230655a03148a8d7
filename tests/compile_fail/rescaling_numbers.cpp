// EXPECT: layer 1 Rescaling 'rescaling': scale must be one number or one for each position of the last axis, got 2 for (5, 3)
#include <ctnn/architecture.hpp>
using namespace ctnn;
using namespace ctnn::literals;

#ifdef FIXED
constexpr auto net = Sequential(Rescaling(tuple(0.5_c, 1_c, 2_c), input_shape = shape<5, 3>));
#else
constexpr auto net = Sequential(Rescaling(tuple(0.5_c, 1_c), input_shape = shape<5, 3>));
#endif
static_assert(net.output_shape == shape<5, 3>);

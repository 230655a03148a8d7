// EXPECT: layer 1 Reshape 'reshape': target_shape (2, 5) must have as many elements as its input (3, 4), which has 12; hint: an extent of -1 is what remains
#include <ctnn/architecture.hpp>
using namespace ctnn;
using namespace ctnn::literals;

#ifdef FIXED
constexpr auto net = Sequential(Reshape(shape<2, 6>, input_shape = shape<3, 4>));
#else
constexpr auto net = Sequential(Reshape(shape<2, 5>, input_shape = shape<3, 4>));
#endif
static_assert(net.output_shape == shape<2, 6>);

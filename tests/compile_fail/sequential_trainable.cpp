// EXPECT: Sequential has no keyword 'trainable', it takes layers and name; hint: trainable = false_c in each of its layers
#include <ctnn/architecture.hpp>
using namespace ctnn;
using namespace ctnn::literals;

#ifdef FIXED
constexpr auto net = Sequential(Dense(4_c, input_shape = shape<3>, trainable = false_c));
#else
constexpr auto net = Sequential(Dense(4_c, input_shape = shape<3>), trainable = false_c);
#endif
static_assert(net.output_shape == shape<4>);

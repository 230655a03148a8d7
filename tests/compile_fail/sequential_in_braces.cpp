// EXPECT: Sequential takes its layers as arguments, not as a list in braces; hint: Sequential(Dense(4_c), Dense(1_c))
#include <ctnn/architecture.hpp>
using namespace ctnn;
using namespace ctnn::literals;

#ifdef FIXED
constexpr auto net = Sequential(Dense(8_c, relu, input_shape = shape<3>), Dense(1_c));
#else
constexpr auto net = Sequential({Dense(8_c, relu, input_shape = shape<3>), Dense(1_c)});
#endif
static_assert(net.output_shape == shape<1>);

// EXPECT: Sequential has no keyword 'input_shape', it takes layers and name; hint: Input(shape<3>) as its first element
#include <ctnn/architecture.hpp>
using namespace ctnn;
using namespace ctnn::literals;

#ifdef FIXED
constexpr auto net = Sequential(Input(shape<3>), Dense(4_c));
#else
constexpr auto net = Sequential(Dense(4_c), input_shape = shape<3>);
#endif
static_assert(net.output_shape == shape<4>);

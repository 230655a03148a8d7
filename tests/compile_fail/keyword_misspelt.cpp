// EXPECT: uints
// FOREIGN: the compiler says this one itself
#include <ctnn/architecture.hpp>
using namespace ctnn;
using namespace ctnn::literals;

#ifdef FIXED
constexpr auto net = Sequential(Dense(units = 4_c, input_shape = shape<3>));
#else
constexpr auto net = Sequential(Dense(uints = 4_c, input_shape = shape<3>));
#endif
static_assert(net.output_shape == shape<4>);

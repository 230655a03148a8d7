// EXPECT: Sequential: name takes a string, for example "digits"_s
#include <ctnn/architecture.hpp>
using namespace ctnn;
using namespace ctnn::literals;

#ifdef FIXED
constexpr auto net = Sequential(name = "m"_s).add(Dense(4_c, input_shape = shape<3>));
#else
constexpr auto net = Sequential(name = 4_c).add(Dense(4_c, input_shape = shape<3>));
#endif
static_assert(net.output_shape == shape<4>);

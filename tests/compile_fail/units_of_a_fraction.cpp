// EXPECT: Dense: units takes a whole number, for example 4_c
#include <ctnn/architecture.hpp>
using namespace ctnn;
using namespace ctnn::literals;

#ifdef FIXED
constexpr auto net = Sequential(Dense(units = 2_c, input_shape = shape<3>));
#else
constexpr auto net = Sequential(Dense(units = 2.5_c, input_shape = shape<3>));
#endif
static_assert(net.output_shape == shape<2>);

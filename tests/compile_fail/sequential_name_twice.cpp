// EXPECT: Sequential: name is given twice
#include <ctnn/architecture.hpp>
using namespace ctnn;
using namespace ctnn::literals;

#ifdef FIXED
constexpr auto net = Sequential(Dense(4_c, input_shape = shape<3>), name = "m"_s);
#else
constexpr auto net = Sequential(name = "a"_s, Dense(4_c, input_shape = shape<3>), name = "m"_s);
#endif
static_assert(net.output_shape == shape<4>);

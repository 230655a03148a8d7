// EXPECT: Sequential: Input must come first
#include <ctnn/architecture.hpp>
using namespace ctnn;
using namespace ctnn::literals;

#ifdef FIXED
constexpr auto net = Sequential(Input(shape<3>), Dense(4_c), Dense(2_c));
#else
constexpr auto net = Sequential(Dense(4_c, input_shape = shape<3>), Input(shape<4>), Dense(2_c));
#endif
static_assert(net.output_shape == shape<2>);

// EXPECT: Sequential: argument 2 is not a layer; hint: Dense(4_c) makes one, Dense alone does not
#include <ctnn/architecture.hpp>
using namespace ctnn;
using namespace ctnn::literals;

#ifdef FIXED
constexpr auto net = Sequential(Flatten(input_shape = shape<3, 2>), Dense(4_c));
#else
constexpr auto net = Sequential(Flatten(input_shape = shape<3, 2>), Dense);
#endif
static_assert(net.output_shape == shape<4>);

// EXPECT: _c: a whole number has no leading 0, got 010
#include <ctnn/architecture.hpp>
using namespace ctnn;
using namespace ctnn::literals;

#ifdef FIXED
constexpr auto net = Sequential(Dense(0xA_c, input_shape = shape<3>));
static_assert(net.output_shape == shape<10>);
#else
constexpr auto net = Sequential(Dense(010_c, input_shape = shape<3>));
#endif

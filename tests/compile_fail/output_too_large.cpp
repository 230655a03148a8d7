// EXPECT: layer 1 Dense 'dense': its output (10000, 1000000) has more than 2147483647 elements
#include <ctnn/architecture.hpp>
using namespace ctnn;
using namespace ctnn::literals;

#ifdef FIXED
constexpr auto net = Sequential(Dense(1'000_c, input_shape = shape<10'000, 4>));
#else
constexpr auto net = Sequential(Dense(1'000'000_c, input_shape = shape<10'000, 4>));
#endif
static_assert(net.output_shape == shape<10000, 1000>);

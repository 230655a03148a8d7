// EXPECT: Input: a sample of shape (100000, 100000) has more than 2147483647 elements
#include <ctnn/architecture.hpp>
using namespace ctnn;
using namespace ctnn::literals;

#ifdef FIXED
constexpr auto net = Sequential(Input(shape<100, 100>), Flatten());
#else
constexpr auto net = Sequential(Input(shape<100'000, 100'000>), Flatten());
#endif
static_assert(net.output_shape == shape<10000>);

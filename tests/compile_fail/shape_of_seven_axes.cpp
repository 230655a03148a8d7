// EXPECT: shape<1, 2, 3, 4, 5, 6, 7>: expected at most 6 axes, got 7; hint: the batch is none of them, and Reshape joins axes
#include <ctnn/architecture.hpp>
using namespace ctnn;
using namespace ctnn::literals;

#ifdef FIXED
constexpr auto net = Sequential(Flatten(input_shape = shape<2, 3, 4, 5, 6, 7>));
#else
constexpr auto net = Sequential(Flatten(input_shape = shape<1, 2, 3, 4, 5, 6, 7>));
#endif
[[maybe_unused]] constexpr auto copy = net;

// EXPECT: Input: every axis needs a known extent, got (5, 0)
#include <ctnn/architecture.hpp>
using namespace ctnn;
using namespace ctnn::literals;

#ifdef FIXED
constexpr auto net = Sequential(Dense(4_c, input_shape = shape<5, 1>));
#else
constexpr auto net = Sequential(Dense(4_c, input_shape = shape<5, 0>));
#endif
static_assert(net.output_shape == shape<5, 4>);

// EXPECT: build() is in <ctnn/ctnn.hpp>; hint: include it, <ctnn/architecture.hpp> knows shapes only
#include <ctnn/architecture.hpp>
using namespace ctnn;
using namespace ctnn::literals;

#ifdef FIXED
#include <ctnn/ctnn.hpp>
constexpr auto net = Sequential(Dense(4_c, input_shape = shape<3>));
const auto model_ = net.build(seed = 42);
#else
constexpr auto net = Sequential(Dense(4_c, input_shape = shape<3>));
const auto model_ = net.build(seed = 42);
#endif


// EXPECT: build() takes seed = ..., a whole number that is not negative
#include <ctnn/ctnn.hpp>
using namespace ctnn;
using namespace ctnn::literals;

#ifdef FIXED
constexpr auto net = Sequential(Dense(4_c, input_shape = shape<3>));
const auto model_ = net.build(seed = 1_c);
#else
constexpr auto net = Sequential(Dense(4_c, input_shape = shape<3>));
const auto model_ = net.build(seed = -1_c);
#endif


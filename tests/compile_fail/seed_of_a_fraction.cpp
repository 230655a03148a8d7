// EXPECT: build() takes seed = ..., a whole number
#include <ctnn/ctnn.hpp>
using namespace ctnn;
using namespace ctnn::literals;

#ifdef FIXED
constexpr auto net = Sequential(Dense(4_c, input_shape = shape<8, 16>));
const auto model_ = net.build(seed = 1);
#else
constexpr auto net = Sequential(Dense(4_c, input_shape = shape<8, 16>));
const auto model_ = net.build(seed = 0.5);
#endif

// EXPECT: predict(): x must have shape (8, 16), got (31, 1)
#include <ctnn/ctnn.hpp>
using namespace ctnn;
using namespace ctnn::literals;

#ifdef FIXED
constexpr auto net = Sequential(Dense(4_c, input_shape = shape<8, 16>));
const auto y = net.build(seed = 1).predict(tensor<float, 8, 16>{});
#else
constexpr auto net = Sequential(Dense(4_c, input_shape = shape<8, 16>));
const auto y = net.build(seed = 1).predict(tensor<float, 31, 1>{});
#endif

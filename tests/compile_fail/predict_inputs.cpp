// EXPECT: predict(): takes 1 input, got 2
#include <ctnn/ctnn.hpp>
using namespace ctnn;
using namespace ctnn::literals;

#ifdef FIXED
constexpr auto net = Sequential(Dense(4_c, input_shape = shape<8, 16>));
const auto y = net.build(seed = 1).predict(tensor<float, 8, 16>{});
#else
constexpr auto net = Sequential(Dense(4_c, input_shape = shape<8, 16>));
const auto y = net.build(seed = 1).predict(tensor<float, 8, 16>{}, tensor<float, 8, 16>{});
#endif

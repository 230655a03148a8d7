// EXPECT: net(weights, x): weight 1, 'kernel' of 'dense', must have shape (2, 1), got (1, 2)
#include <ctnn/ctnn.hpp>
using namespace ctnn;
using namespace ctnn::literals;

constexpr auto net = Sequential(Dense(1_c, input_shape = shape<2>));
#ifdef FIXED
constexpr auto y = net(tuple(tensor<float, 2, 1>{{1}, {2}}, tensor<float, 1>{3}), tensor<float, 2>{1, 1});
#else
constexpr auto y = net(tuple(tensor<float, 1, 2>{{1, 2}}, tensor<float, 1>{3}), tensor<float, 2>{1, 1});
#endif

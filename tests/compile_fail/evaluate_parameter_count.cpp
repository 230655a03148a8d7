// EXPECT: net(weights, x): this network has 3 parameters, got an array of 2
#include <ctnn/ctnn.hpp>
using namespace ctnn;
using namespace ctnn::literals;

constexpr auto net = Sequential(Dense(1_c, input_shape = shape<2>));
#ifdef FIXED
constexpr auto y = net(std::array<float, 3>{1, 2, 3}, tensor<float, 2>{1, 1});
#else
constexpr auto y = net(std::array<float, 2>{1, 2}, tensor<float, 2>{1, 1});
#endif

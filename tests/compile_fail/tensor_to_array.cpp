// EXPECT: tensor of shape (2, 3) has 6 values, the array has 5; hint: std::array<float, 6>
#include <ctnn/ctnn.hpp>
using namespace ctnn;
using namespace ctnn::literals;

#ifdef FIXED
tensor<float, 2, 3> x;
auto values = std::array<float, 6>(x);
#else
tensor<float, 2, 3> x;
auto values = std::array<float, 5>(x);
#endif


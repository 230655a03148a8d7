// EXPECT: tensor: expected known extents, got <-1, 3>; hint: a tensor is one sample, a std::vector<tensor<float, 3>> holds any number of them
#include <ctnn/ctnn.hpp>
using namespace ctnn;
using namespace ctnn::literals;

#ifdef FIXED
std::vector<tensor<float, 3>> x(2);
#else
tensor<float, None, 3> x;
#endif


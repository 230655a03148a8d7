// EXPECT: tensor: expected numbers as its elements, got another type; hint: tensor<float, 3>
#include <ctnn/ctnn.hpp>
using namespace ctnn;
using namespace ctnn::literals;

#ifdef FIXED
tensor<int, 3> x;
#else
tensor<extents, 3> x;
#endif


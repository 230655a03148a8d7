// EXPECT: tensor of shape (2, 3): expected 6 values, got 5; hint: as many as its extents multiply to
#include <ctnn/ctnn.hpp>
using namespace ctnn;
using namespace ctnn::literals;

#ifdef FIXED
std::array<float, 6> values{};
tensor<float, 2, 3> x(values);
#else
std::array<float, 5> values{};
tensor<float, 2, 3> x(values);
#endif


// EXPECT: reshape(): (2, 3) has 6 elements, (2, 2) has 4
#include <ctnn/ctnn.hpp>
using namespace ctnn;
using namespace ctnn::literals;

#ifdef FIXED
constexpr auto x = reshape(tensor<float, 2, 3>{}, shape<3, 2>);
#else
constexpr auto x = reshape(tensor<float, 2, 3>{}, shape<2, 2>);
#endif

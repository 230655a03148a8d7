// EXPECT: layer 1 UpSampling1D 'up_sampling1d': its output (2147483647, 1000) has more than 2147483647 elements
#include <ctnn/architecture.hpp>
using namespace ctnn;
using namespace ctnn::literals;

#ifdef FIXED
constexpr auto net = Sequential(UpSampling1D(10_c, input_shape = shape<1000, 1000>));
#else
constexpr auto net = Sequential(UpSampling1D(100000000_c, input_shape = shape<1000, 1000>));
#endif

// EXPECT: _c: whole numbers go up to 2147483647, got 4294967300
#include <ctnn/architecture.hpp>
using namespace ctnn;
using namespace ctnn::literals;

#ifdef FIXED
constexpr auto net = Sequential(Dense(4_c, input_shape = shape<3>));
#else
constexpr auto net = Sequential(Dense(4294967300_c, input_shape = shape<3>));
#endif

// EXPECT: layer 1 Dense 'dense': its weight 'kernel' of shape (1000, 2000000000) has more than 2147483647 elements
#include <ctnn/architecture.hpp>
using namespace ctnn;
using namespace ctnn::literals;

#ifdef FIXED
constexpr auto net = Sequential(Dense(2000_c, input_shape = shape<1000>));
#else
constexpr auto net = Sequential(Dense(2000000000_c, input_shape = shape<1000>));
#endif

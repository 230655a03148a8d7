// EXPECT: _c: takes no hexadecimal fraction, got 0x1p4
#include <ctnn/architecture.hpp>
using namespace ctnn;
using namespace ctnn::literals;

#ifdef FIXED
constexpr auto net = Sequential(Dropout(0.0625_c, input_shape = shape<3>));
#else
constexpr auto net = Sequential(Dense(0x1p4_c, input_shape = shape<3>));
#endif

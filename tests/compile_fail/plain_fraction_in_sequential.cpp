// EXPECT: layer 1 Dropout: rate is a plain value, and Sequential needs constants; write rate = 0.5_c, or use functional
#include <ctnn/architecture.hpp>
using namespace ctnn;
using namespace ctnn::literals;

#ifdef FIXED
constexpr auto net = Sequential(Dropout(0.25_c, input_shape = shape<4>));
#else
constexpr auto net = Sequential(Dropout(0.25, input_shape = shape<4>));
#endif
static_assert(net.output_shape == shape<4>);

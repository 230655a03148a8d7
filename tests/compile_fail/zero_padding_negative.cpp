// EXPECT: layer 1 ZeroPadding2D 'zero_padding2d': padding must not be negative, got -1
#include <ctnn/architecture.hpp>
using namespace ctnn;
using namespace ctnn::literals;

#ifdef FIXED
constexpr auto net = Sequential(ZeroPadding2D(1_c, input_shape = shape<5, 5, 2>));
#else
constexpr auto net = Sequential(ZeroPadding2D(-1_c, input_shape = shape<5, 5, 2>));
#endif
static_assert(net.output_shape == shape<7, 7, 2>);

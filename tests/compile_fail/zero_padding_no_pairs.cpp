// EXPECT: layer 1 ZeroPadding2D 'zero_padding2d': padding must be a number, 2 numbers, or 2 pairs (before, after), for example tuple(shape<1, 2>, shape<3, 4>)
#include <ctnn/architecture.hpp>
using namespace ctnn;
using namespace ctnn::literals;

#ifdef FIXED
constexpr auto net = Sequential(ZeroPadding2D(tuple(shape<1, 1>, shape<1, 1>), input_shape = shape<5, 5, 2>));
#else
constexpr auto net = Sequential(ZeroPadding2D(tuple(shape<1, 1, 1>, shape<1, 1>), input_shape = shape<5, 5, 2>));
#endif
static_assert(net.output_shape == shape<7, 7, 2>);

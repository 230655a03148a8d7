// EXPECT: layer 1 Cropping2D 'cropping2d': cropping must not be negative, got -1
#include <ctnn/architecture.hpp>
using namespace ctnn;
using namespace ctnn::literals;

#ifdef FIXED
constexpr auto net = Sequential(Cropping2D(tuple(shape<1, 1>, shape<0, 0>), input_shape = shape<5, 5, 2>));
#else
constexpr auto net = Sequential(Cropping2D(tuple(shape<1, -1>, shape<0, 0>), input_shape = shape<5, 5, 2>));
#endif
static_assert(net.output_shape == shape<3, 5, 2>);

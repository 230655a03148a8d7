// EXPECT: layer 1 Cropping1D 'cropping1d': cropping (2, 3) leaves nothing of the 5 elements of an axis of its input (5, 2)
#include <ctnn/architecture.hpp>
using namespace ctnn;
using namespace ctnn::literals;

#ifdef FIXED
constexpr auto net = Sequential(Cropping1D(shape<2, 2>, input_shape = shape<5, 2>));
#else
constexpr auto net = Sequential(Cropping1D(shape<2, 3>, input_shape = shape<5, 2>));
#endif
static_assert(net.output_shape == shape<1, 2>);

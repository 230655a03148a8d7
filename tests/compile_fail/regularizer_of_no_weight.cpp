// EXPECT: Flatten has no keyword 'kernel_regularizer', it takes
#include <ctnn/architecture.hpp>
using namespace ctnn;
using namespace ctnn::literals;

#ifdef FIXED
constexpr auto net = Sequential(Flatten(input_shape = shape<3, 2>));
#else
constexpr auto net = Sequential(Flatten(kernel_regularizer = L2(), input_shape = shape<3, 2>));
#endif
static_assert(net.output_shape == shape<6>);

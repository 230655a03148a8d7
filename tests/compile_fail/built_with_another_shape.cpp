// EXPECT: build(): this network has been built for inputs of shape (3), got input_shape (None, 4)
#include <ctnn/architecture.hpp>
using namespace ctnn;
using namespace ctnn::literals;

#ifdef FIXED
constexpr auto net = Sequential(Dense(4_c, input_shape = shape<3>)).build(input_shape = shape<None, 3>);
#else
constexpr auto net = Sequential(Dense(4_c, input_shape = shape<3>)).build(input_shape = shape<None, 4>);
#endif
static_assert(net.output_shape == shape<4>);

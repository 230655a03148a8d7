// EXPECT: Dense: kernel_regularizer takes a regularizer, for example L2(0.01_c)
#include <ctnn/architecture.hpp>
using namespace ctnn;
using namespace ctnn::literals;

#ifdef FIXED
constexpr auto net = Sequential(Dense(4_c, kernel_regularizer = L2(0.01_c), input_shape = shape<3>));
#else
constexpr auto net = Sequential(Dense(4_c, kernel_regularizer = 0.01_c, input_shape = shape<3>));
#endif
static_assert(net.output_shape == shape<4>);

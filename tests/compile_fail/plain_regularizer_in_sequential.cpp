// EXPECT: layer 1 Dense: kernel_regularizer is a plain value, and Sequential needs constants; write kernel_regularizer = L2(0.01_c), or use functional
#include <ctnn/architecture.hpp>
using namespace ctnn;
using namespace ctnn::literals;

#ifdef FIXED
constexpr auto net = Sequential(Dense(4_c, kernel_regularizer = L2(0.01_c), input_shape = shape<3>));
#else
constexpr auto net = Sequential(Dense(4_c, kernel_regularizer = L2(0.01), input_shape = shape<3>));
#endif
static_assert(net.output_shape == shape<4>);

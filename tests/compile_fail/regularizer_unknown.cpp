// EXPECT: layer 1 Dense 'dense': no kernel_regularizer is named "l3"
#include <ctnn/architecture.hpp>
using namespace ctnn;
using namespace ctnn::literals;

#ifdef FIXED
constexpr auto net = Sequential(Dense(4_c, kernel_regularizer = "l2"_s, input_shape = shape<3>));
#else
constexpr auto net = Sequential(Dense(4_c, kernel_regularizer = "l3"_s, input_shape = shape<3>));
#endif
static_assert(net.output_shape == shape<4>);

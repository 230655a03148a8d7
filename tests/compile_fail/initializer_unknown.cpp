// EXPECT: layer 1 Dense 'dense': no kernel_initializer is named "he"
#include <ctnn/architecture.hpp>
using namespace ctnn;
using namespace ctnn::literals;

#ifdef FIXED
constexpr auto net = Sequential(Dense(2_c, kernel_initializer = "he_normal"_s, input_shape = shape<3>));
#else
constexpr auto net = Sequential(Dense(2_c, kernel_initializer = "he"_s, input_shape = shape<3>));
#endif
static_assert(net.output_shape == shape<2>);

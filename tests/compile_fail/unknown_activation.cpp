// EXPECT: layer 2 Dense 'dense_1': no activation is named "rellu"
#include <ctnn/architecture.hpp>
using namespace ctnn;
using namespace ctnn::literals;

#ifdef FIXED
constexpr auto net = Sequential(Dense(4_c, input_shape = shape<3>), Dense(2_c, activation = "relu"_s));
#else
constexpr auto net = Sequential(Dense(4_c, input_shape = shape<3>), Dense(2_c, activation = "rellu"_s));
#endif
static_assert(net.output_shape == shape<2>);

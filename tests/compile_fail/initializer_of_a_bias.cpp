// EXPECT: layer 1 Dense 'dense': its weight 'bias' of shape (2) cannot begin so: an orthogonal matrix has at least two axes
#include <ctnn/architecture.hpp>
using namespace ctnn;
using namespace ctnn::literals;

#ifdef FIXED
constexpr auto net = Sequential(Dense(2_c, bias_initializer = "zeros"_s, input_shape = shape<3>));
#else
constexpr auto net = Sequential(Dense(2_c, bias_initializer = "orthogonal"_s, input_shape = shape<3>));
#endif
static_assert(net.output_shape == shape<2>);

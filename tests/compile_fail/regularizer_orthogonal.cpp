// EXPECT: layer 1 Dense 'dense': bias_regularizer of its weight 'bias' of shape (4): OrthogonalRegularizer is for weights of two axes
#include <ctnn/architecture.hpp>
using namespace ctnn;
using namespace ctnn::literals;

#ifdef FIXED
constexpr auto net = Sequential(Dense(4_c, bias_regularizer = L2(), input_shape = shape<3>));
#else
constexpr auto net = Sequential(Dense(4_c, bias_regularizer = OrthogonalRegularizer(), input_shape = shape<3>));
#endif
static_assert(net.output_shape == shape<4>);

// EXPECT: layer 1 TimeDistributed 'time_distributed': bias_regularizer of its weight 'bias' of shape (4): OrthogonalRegularizer is for
#include <ctnn/architecture.hpp>
using namespace ctnn;
using namespace ctnn::literals;

#ifdef FIXED
constexpr auto net = Sequential(TimeDistributed(Dense(4_c, kernel_regularizer = OrthogonalRegularizer()), input_shape = shape<2, 3>));
#else
constexpr auto net = Sequential(TimeDistributed(Dense(4_c, bias_regularizer = OrthogonalRegularizer()), input_shape = shape<2, 3>));
#endif
static_assert(net.output_shape == shape<2, 4>);

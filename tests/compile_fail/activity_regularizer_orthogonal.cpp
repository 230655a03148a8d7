// EXPECT: layer 1 Dense 'dense': activity_regularizer: OrthogonalRegularizer is for weights
#include <ctnn/architecture.hpp>
using namespace ctnn;
using namespace ctnn::literals;

#ifdef FIXED
constexpr auto net = Sequential(Dense(4_c, activity_regularizer = L1L2(0.1_c, 0.2_c), input_shape = shape<3>));
#else
constexpr auto net = Sequential(Dense(4_c, activity_regularizer = OrthogonalRegularizer(), input_shape = shape<3>));
#endif
static_assert(net.output_shape == shape<4>);

// EXPECT: layer 2 Dense 'dense_1': kernel_constraint of its weight 'kernel' of shape (3, 3): axis names no axis of the weight
#include <ctnn/architecture.hpp>
using namespace ctnn;
using namespace ctnn::literals;

#ifdef FIXED
constexpr auto net = Sequential(Dense(3_c, input_shape = shape<3>), Dense(3_c, kernel_constraint = MaxNorm(2_c, axis = 1_c)));
#else
constexpr auto net = Sequential(Dense(3_c, input_shape = shape<3>), Dense(3_c, kernel_constraint = MaxNorm(2_c, axis = 2_c)));
#endif
static_assert(net.output_shape == shape<3>);

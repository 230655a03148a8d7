// EXPECT: layer 1 Dense 'dense': kernel_regularizer of its weight 'kernel' of shape (3, 4): the factors of a regularizer must not be negative
#include <ctnn/architecture.hpp>
using namespace ctnn;
using namespace ctnn::literals;

#ifdef FIXED
constexpr auto net = Sequential(Dense(4_c, kernel_regularizer = L1(0.1_c), input_shape = shape<3>));
#else
constexpr auto net = Sequential(Dense(4_c, kernel_regularizer = L1(-0.1_c), input_shape = shape<3>));
#endif
static_assert(net.output_shape == shape<4>);

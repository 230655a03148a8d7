// EXPECT: layer 1 BatchNormalization 'batch_normalization': axis must not be the batch axis, got 0; hint: axis 1 is the first axis of a sample
#include <ctnn/architecture.hpp>
using namespace ctnn;
using namespace ctnn::literals;

#ifdef FIXED
constexpr auto net = Sequential(BatchNormalization(axis = 1_c, input_shape = shape<5, 2>));
#else
constexpr auto net = Sequential(BatchNormalization(axis = 0_c, input_shape = shape<5, 2>));
#endif
static_assert(net.output_shape == shape<5, 2>);

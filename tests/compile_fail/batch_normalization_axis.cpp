// EXPECT: layer 1 BatchNormalization 'batch_normalization': axis must be from 1 to 2 or from -2 to -1 for an input of shape (5, 2), got 3
#include <ctnn/architecture.hpp>
using namespace ctnn;
using namespace ctnn::literals;

#ifdef FIXED
constexpr auto net = Sequential(BatchNormalization(axis = 2_c, input_shape = shape<5, 2>));
#else
constexpr auto net = Sequential(BatchNormalization(axis = 3_c, input_shape = shape<5, 2>));
#endif
static_assert(net.output_shape == shape<5, 2>);

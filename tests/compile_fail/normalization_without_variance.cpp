// EXPECT: layer 1 Normalization 'normalization': mean and variance must be given together, got only mean
#include <ctnn/architecture.hpp>
using namespace ctnn;
using namespace ctnn::literals;

#ifdef FIXED
constexpr auto net = Sequential(Normalization(mean = 0.5_c, variance = 2_c, input_shape = shape<3>));
#else
constexpr auto net = Sequential(Normalization(mean = 0.5_c, input_shape = shape<3>));
#endif
static_assert(net.output_shape == shape<3>);

// EXPECT: TimeDistributed: a model inside is not supported; hint: TimeDistributed around each of its layers
#include <ctnn/architecture.hpp>
using namespace ctnn;
using namespace ctnn::literals;

#ifdef FIXED
constexpr auto net = Sequential(TimeDistributed(Dense(2_c), input_shape = shape<3, 4>));
#else
constexpr auto net = Sequential(TimeDistributed(Sequential(Dense(2_c)), input_shape = shape<3, 4>));
#endif
static_assert(net.output_shape == shape<3, 2>);

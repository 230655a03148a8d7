// EXPECT: layer 1 RepeatVector 'repeat_vector': n must be positive, got 0
#include <ctnn/architecture.hpp>
using namespace ctnn;
using namespace ctnn::literals;

#ifdef FIXED
constexpr auto net = Sequential(RepeatVector(1_c, input_shape = shape<3>));
#else
constexpr auto net = Sequential(RepeatVector(0_c, input_shape = shape<3>));
#endif
static_assert(net.output_shape == shape<1, 3>);

// EXPECT: layer 1 RepeatVector 'repeat_vector': expected a rank-1 input (features), got (3, 4); hint: Flatten before it, or return_sequences = false_c
#include <ctnn/architecture.hpp>
using namespace ctnn;
using namespace ctnn::literals;

#ifdef FIXED
constexpr auto net = Sequential(RepeatVector(2_c, input_shape = shape<3>));
#else
constexpr auto net = Sequential(RepeatVector(2_c, input_shape = shape<3, 4>));
#endif
static_assert(net.output_shape == shape<2, 3>);

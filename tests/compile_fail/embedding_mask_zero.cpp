// EXPECT: layer 1 Embedding 'embedding': mask_zero = true_c is not supported
#include <ctnn/architecture.hpp>
using namespace ctnn;
using namespace ctnn::literals;

#ifdef FIXED
constexpr auto net = Sequential(Embedding(9_c, 4_c, input_shape = shape<6>), LSTM(3_c));
#else
constexpr auto net = Sequential(Embedding(9_c, 4_c, mask_zero = true_c, input_shape = shape<6>), LSTM(3_c));
#endif
static_assert(net.output_shape == shape<3>);

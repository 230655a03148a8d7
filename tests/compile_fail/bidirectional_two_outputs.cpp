// EXPECT: layer 1 Bidirectional 'bidirectional': has 2 outputs, and Sequential passes one on; hint: functional takes them apart
#include <ctnn/architecture.hpp>
using namespace ctnn;
using namespace ctnn::literals;

#ifdef FIXED
constexpr auto net = Sequential(Bidirectional(LSTM(4_c), merge_mode = ave, input_shape = shape<8, 3>), Dense(2_c));
#else
constexpr auto net = Sequential(Bidirectional(LSTM(4_c), merge_mode = None, input_shape = shape<8, 3>), Dense(2_c));
#endif
static_assert(net.output_shape == shape<2>);

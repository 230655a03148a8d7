// EXPECT: layer 1 Bidirectional 'bidirectional': merge_mode must be concat, sum, mul, ave or None
#include <ctnn/architecture.hpp>
using namespace ctnn;
using namespace ctnn::literals;

#ifdef FIXED
constexpr auto net = Sequential(Bidirectional(LSTM(4_c), merge_mode = "sum"_s, input_shape = shape<8, 3>));
#else
constexpr auto net = Sequential(Bidirectional(LSTM(4_c), merge_mode = "add"_s, input_shape = shape<8, 3>));
#endif
static_assert(net.output_shape == shape<4>);

// EXPECT: layer 1 GRU 'gru': stateful = true_c is not supported
#include <ctnn/architecture.hpp>
using namespace ctnn;
using namespace ctnn::literals;

#ifdef FIXED
constexpr auto net = Sequential(GRU(4_c, input_shape = shape<8, 3>));
#else
constexpr auto net = Sequential(GRU(4_c, stateful = true_c, input_shape = shape<8, 3>));
#endif
static_assert(net.output_shape == shape<4>);

// EXPECT: Bidirectional: layer takes a layer that goes through time
#include <ctnn/architecture.hpp>
using namespace ctnn;
using namespace ctnn::literals;

#ifdef FIXED
constexpr auto net = Sequential(Bidirectional(LSTM(4_c), input_shape = shape<8, 3>));
#else
constexpr auto net = Sequential(Bidirectional(Dense(4_c), input_shape = shape<8, 3>));
#endif
static_assert(net.output_shape == shape<8>);

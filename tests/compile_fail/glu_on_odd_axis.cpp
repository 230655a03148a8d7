// EXPECT: layer 1 Dense 'dense': glu halves the last axis: its extent must be even, got (5)
#include <ctnn/architecture.hpp>
using namespace ctnn;
using namespace ctnn::literals;

#ifdef FIXED
constexpr auto net = Sequential(Dense(6_c, activation = glu, input_shape = shape<3>));
#else
constexpr auto net = Sequential(Dense(5_c, activation = glu, input_shape = shape<3>));
#endif
static_assert(net.output_shape == shape<3>);

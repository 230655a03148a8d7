// EXPECT: layer 1 Embedding 'embedding': input_dim, how many different numbers there are, must be positive, got 0
#include <ctnn/architecture.hpp>
using namespace ctnn;
using namespace ctnn::literals;

#ifdef FIXED
constexpr auto net = Sequential(Embedding(10_c, 4_c, input_shape = shape<3>));
#else
constexpr auto net = Sequential(Embedding(0_c, 4_c, input_shape = shape<3>));
#endif
static_assert(net.output_shape == shape<3, 4>);

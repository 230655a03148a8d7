// EXPECT: layer 2 Embedding 'embedding': expected whole numbers from 0 to 9, but what 'dense' before it computes is not whole; hint: Embedding looks rows up, it comes first
#include <ctnn/architecture.hpp>
using namespace ctnn;
using namespace ctnn::literals;

#ifdef FIXED
constexpr auto net = Sequential(Embedding(10_c, 4_c, input_shape = shape<3>), Dense(2_c));
#else
constexpr auto net = Sequential(Dense(3_c, input_shape = shape<3>), Embedding(10_c, 4_c));
#endif
static_assert(net.output_shape == shape<3, 2>);

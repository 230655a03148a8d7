// EXPECT: layer 1 Dense 'dense': input_dim, the number of features, must be positive, got 0
#include <ctnn/architecture.hpp>
using namespace ctnn;
using namespace ctnn::literals;

#ifdef FIXED
constexpr auto net = Sequential(Dense(4_c, input_dim = 3_c));
#else
constexpr auto net = Sequential(Dense(4_c, input_dim = 0_c));
#endif
static_assert(net.output_shape == shape<4>);

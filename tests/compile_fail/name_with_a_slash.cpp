// EXPECT: layer 1 Dense 'block/dense': a name cannot hold '/', got "block/dense"
#include <ctnn/architecture.hpp>
using namespace ctnn;
using namespace ctnn::literals;

#ifdef FIXED
constexpr auto net = Sequential(Dense(4_c, input_shape = shape<3>, name = "block_dense"_s));
#else
constexpr auto net = Sequential(Dense(4_c, input_shape = shape<3>, name = "block/dense"_s));
#endif
static_assert(net.output_shape == shape<4>);

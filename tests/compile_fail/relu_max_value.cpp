// EXPECT: layer 1 ReLU 're_lu': max_value must not be negative, got -1
#include <ctnn/architecture.hpp>
using namespace ctnn;
using namespace ctnn::literals;

#ifdef FIXED
constexpr auto net = Sequential(ReLU(max_value = 1_c, input_shape = shape<3>));
#else
constexpr auto net = Sequential(ReLU(max_value = -1_c, input_shape = shape<3>));
#endif
static_assert(net.output_shape == shape<3>);

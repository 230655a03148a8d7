// EXPECT: no kernel_constraint of the layer inside is named "unit"
#include <ctnn/architecture.hpp>
using namespace ctnn;
using namespace ctnn::literals;

#ifdef FIXED
constexpr auto net = Sequential(TimeDistributed(Dense(4_c, kernel_constraint = "unit_norm"_s), input_shape = shape<2, 3>));
#else
constexpr auto net = Sequential(TimeDistributed(Dense(4_c, kernel_constraint = "unit"_s), input_shape = shape<2, 3>));
#endif
static_assert(net.output_shape == shape<2, 4>);

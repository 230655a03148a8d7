// EXPECT: layer 3 Dense 'dense_1': has the same name as layer 1 Dense
#include <ctnn/architecture.hpp>
using namespace ctnn;
using namespace ctnn::literals;

#ifdef FIXED
constexpr auto net = Sequential(Dense(4_c, input_shape = shape<3>, name = "first"_s), Dense(4_c), Dense(2_c));
#else
constexpr auto net = Sequential(Dense(4_c, input_shape = shape<3>, name = "dense_1"_s), Dense(4_c), Dense(2_c));
#endif
static_assert(net.output_shape == shape<2>);

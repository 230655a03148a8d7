// EXPECT: get_layer(): no layer is named 'dense_2'; there are dense, dense_1
#include <ctnn/architecture.hpp>
using namespace ctnn;
using namespace ctnn::literals;

#ifdef FIXED
constexpr auto net = Sequential(Dense(4_c, input_shape = shape<3>), Dense(2_c));
static_assert(net.get_layer("dense_1"_s).output_shape == shape<2>);
#else
constexpr auto net = Sequential(Dense(4_c, input_shape = shape<3>), Dense(2_c));
static_assert(net.get_layer("dense_2"_s).output_shape == shape<2>);
#endif

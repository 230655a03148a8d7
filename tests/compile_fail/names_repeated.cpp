// EXPECT: layer 3 Dense 'out': has the same name as layer 1 Dense; hint: layers of one model need names of their own
#include <ctnn/architecture.hpp>
using namespace ctnn;
using namespace ctnn::literals;

#ifdef FIXED
constexpr auto net = Sequential(Dense(4_c, input_shape = shape<3>, name = "in"_s), Dense(4_c), Dense(2_c, name = "out"_s));
#else
constexpr auto net = Sequential(Dense(4_c, input_shape = shape<3>, name = "out"_s), Dense(4_c), Dense(2_c, name = "out"_s));
#endif
static_assert(net.output_shape == shape<2>);

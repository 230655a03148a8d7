// EXPECT: layer 1 Dense 'dense': dtype must be float32, got float16
#include <ctnn/architecture.hpp>
using namespace ctnn;
using namespace ctnn::literals;

#ifdef FIXED
constexpr auto net = Sequential(Dense(2_c, dtype = "float32"_s, input_shape = shape<3>));
#else
constexpr auto net = Sequential(Dense(2_c, dtype = "float16"_s, input_shape = shape<3>));
#endif
static_assert(net.output_shape == shape<2>);

// EXPECT: Flatten has no keyword 'units', it takes data_format besides name, trainable and input_shape
#include <ctnn/architecture.hpp>
using namespace ctnn;
using namespace ctnn::literals;

#ifdef FIXED
constexpr auto net = Sequential(Flatten(name = "f"_s, input_shape = shape<3>));
#else
constexpr auto net = Sequential(Flatten(units = 3_c, input_shape = shape<3>));
#endif
static_assert(net.output_shape == shape<3>);

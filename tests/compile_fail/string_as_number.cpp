// EXPECT: Conv2D: filters takes a whole number, for example 4_c
#include <ctnn/architecture.hpp>
using namespace ctnn;
using namespace ctnn::literals;

#ifdef FIXED
constexpr auto net = Sequential(Conv2D(filters = 2_c, kernel_size = 3_c, input_shape = shape<5, 5, 1>));
#else
constexpr auto net = Sequential(Conv2D(filters = "2"_s, kernel_size = 3_c, input_shape = shape<5, 5, 1>));
#endif
static_assert(net.output_shape == shape<3, 3, 2>);

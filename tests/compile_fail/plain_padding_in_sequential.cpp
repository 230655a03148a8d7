// EXPECT: layer 1 Conv1D: padding is a plain value, and Sequential needs constants; write padding = valid, or use functional
#include <ctnn/architecture.hpp>
using namespace ctnn;
using namespace ctnn::literals;

#ifdef FIXED
constexpr auto net = Sequential(Conv1D(4_c, 3_c, padding = "same"_s, input_shape = shape<8, 2>));
#else
constexpr auto net = Sequential(Conv1D(4_c, 3_c, padding = "same", input_shape = shape<8, 2>));
#endif
static_assert(net.output_shape == shape<8, 4>);

// EXPECT: every axis needs a known extent, got (None, 3); hint: input_shape does not hold the batch
#include <ctnn/architecture.hpp>
using namespace ctnn;
using namespace ctnn::literals;

#ifdef FIXED
constexpr auto net = Sequential(Dense(2_c, input_shape = shape<3>));
#else
constexpr auto net = Sequential(Dense(2_c, input_shape = shape<None, 3>));
#endif
static_assert(net.output_shape == shape<2>);

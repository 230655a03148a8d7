// EXPECT: this Sequential has no input shape yet; hint: input_shape = shape<...> in its first layer, or .build(input_shape = shape<None, ...>)
#include <ctnn/architecture.hpp>
using namespace ctnn;
using namespace ctnn::literals;

#ifdef FIXED
constexpr auto net = Sequential(Dense(4_c)).build(input_shape = shape<None, 3>);
#else
constexpr auto net = Sequential(Dense(4_c));
#endif
static_assert(net.output_shape == shape<4>);

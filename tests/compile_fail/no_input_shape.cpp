// EXPECT: this Sequential has no input shape yet
// EXPECT: hint: input_shape = shape<...> in its first layer, or .build(input_shape = shape<None, ...>)
#include <ctnn/architecture.hpp>
using namespace ctnn;
using namespace ctnn::literals;

constexpr auto plan = Sequential(Dense(9_c), Dense(18_c));
#ifdef FIXED
constexpr auto net = plan.build(input_shape = shape<None, 3>);
static_assert(net.param_count == 216);
#else
static_assert(plan.param_count == 216);
#endif

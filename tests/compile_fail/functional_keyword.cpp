// EXPECT: Dense has no keyword 'filters'
#include <ctnn/architecture.hpp>
using namespace ctnn;
using namespace ctnn::literals;

#ifdef FIXED
constexpr auto net = functional([] { auto x = Input(shape<3>); return Model(x, Dense(2)(Dense(units = 5)(x))); });
#else
constexpr auto net = functional([] { auto x = Input(shape<3>); return Model(x, Dense(2)(Dense(filters = 5)(x))); });
#endif
static_assert(net.output_shape == shape<2>);

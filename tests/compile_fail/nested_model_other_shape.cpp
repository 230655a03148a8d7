// EXPECT: layer 2 Sequential 'sequential' (line 13): expected an input of shape (3), got (4)
#include <ctnn/architecture.hpp>
using namespace ctnn;
using namespace ctnn::literals;

#ifdef FIXED
constexpr auto inner = Sequential(Dense(2_c, input_shape = shape<3>));
constexpr auto net = functional([] { auto x = Input(shape<3>); return Model(x, inner(Dense(3)(x))); });
#else
constexpr auto inner = Sequential(Dense(2_c, input_shape = shape<3>));
constexpr auto net = functional([] {
    auto x = Input(shape<3>);
    return Model(x, inner(Dense(4)(x))); });
#endif
static_assert(net.output_shape == shape<2>);

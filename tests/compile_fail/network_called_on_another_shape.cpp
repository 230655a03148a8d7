// EXPECT: layer 1 Sequential 'sequential' (line 16): expected an input of shape (3), got (4)
#include <ctnn/architecture.hpp>
using namespace ctnn;
using namespace ctnn::literals;

#ifdef FIXED
constexpr auto block = Sequential(Dense(2_c, input_shape = shape<3>));
constexpr auto net = functional([] {
    auto x = Input(shape<3>), y = Input(shape<3>);
    return Model(inputs = tuple(x, y), outputs = Add()(block(x), block(y)));
});
#else
constexpr auto block = Sequential(Dense(2_c, input_shape = shape<3>));
constexpr auto net = functional([] {
    auto x = Input(shape<3>); auto y = Input(shape<4>);
    return Model(inputs = tuple(x, y), outputs = Add()(block(x), block(y)));
});
#endif
static_assert(net.output_shape == shape<2>);

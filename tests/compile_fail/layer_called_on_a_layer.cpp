// EXPECT: Dense: is called on what Input and calls of layers give; hint: Dense(...)(x), where x = Input(shape<3>) or the result of such a call, not a layer
#include <ctnn/architecture.hpp>
using namespace ctnn;
using namespace ctnn::literals;

#ifdef FIXED
constexpr auto net = functional([] {
    auto x = Input(shape<3>);
    return Model(inputs = x, outputs = Dense(4)(Dense(3)(x)));
});
#else
constexpr auto net = functional([] {
    auto x = Input(shape<3>);
    return Model(inputs = x, outputs = Dense(4)(Dense(3)));
});
#endif
static_assert(net.output_shape == shape<4>);

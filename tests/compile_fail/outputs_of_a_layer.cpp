// EXPECT: Model: inputs and outputs take what Input and calls of layers give
// EXPECT: hint: Dense(4)(x) is the output of a layer, Dense(4) the layer
#include <ctnn/architecture.hpp>
using namespace ctnn;
using namespace ctnn::literals;

#ifdef FIXED
constexpr auto net = functional([] {
    auto x = Input(shape<3>);
    return Model(inputs = x, outputs = Dense(4)(x));
});
#else
constexpr auto net = functional([] {
    auto x = Input(shape<3>);
    return Model(inputs = x, outputs = Dense(4));
});
#endif
static_assert(net.output_shape == shape<4>);

// EXPECT: Model: its outputs depend on 'input_layer_1' (line 15), which is not among its inputs; hint: inputs = tuple(...) holds all of them
#include <ctnn/architecture.hpp>
using namespace ctnn;
using namespace ctnn::literals;

#ifdef FIXED
constexpr auto net = functional([] {
    auto x = Input(shape<3>);
    auto y = Input(shape<3>);
    return Model(inputs = tuple(x, y), outputs = Add()(x, y));
});
#else
constexpr auto net = functional([] {
    auto x = Input(shape<3>);
    auto y = Input(shape<3>);
    return Model(inputs = x, outputs = Add()(x, y));
});
#endif
static_assert(net.output_shape == shape<3>);

// EXPECT: layer 1 Dense 'dense' (line 16): takes one input, got 2
#include <ctnn/architecture.hpp>
using namespace ctnn;
using namespace ctnn::literals;

#ifdef FIXED
constexpr auto net = functional([] {
    auto x = Input(shape<3>);
    auto y = Input(shape<3>);
    return Model(inputs = tuple(x, y), outputs = Dense(2)(Concatenate()(x, y)));
});
#else
constexpr auto net = functional([] {
    auto x = Input(shape<3>);
    auto y = Input(shape<3>);
    return Model(inputs = tuple(x, y), outputs = Dense(2)(x, y));
});
#endif
static_assert(net.output_shape == shape<2>);

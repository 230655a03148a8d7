// EXPECT: layer 1 Dot 'dot' (line 16): axes must be from 1 to 1 or from -1 to -1 for an input of shape (4), got 2
#include <ctnn/architecture.hpp>
using namespace ctnn;
using namespace ctnn::literals;

#ifdef FIXED
constexpr auto net = functional([] {
    auto x = Input(shape<3, 4>);
    auto y = Input(shape<4>);
    return Model(inputs = tuple(x, y), outputs = Dot(axes = shape<2, 1>)(x, y));
});
#else
constexpr auto net = functional([] {
    auto x = Input(shape<3, 4>);
    auto y = Input(shape<4>);
    return Model(inputs = tuple(x, y), outputs = Dot(axes = 2)(x, y));
});
#endif
static_assert(net.output_shape == shape<3>);

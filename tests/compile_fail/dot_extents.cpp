// EXPECT: layer 1 Dot 'dot' (line 16): inputs must have the same extent along axes, got 3 on axis 1 of (3) and 4 on axis 1 of (4)
#include <ctnn/architecture.hpp>
using namespace ctnn;
using namespace ctnn::literals;

#ifdef FIXED
constexpr auto net = functional([] {
    auto x = Input(shape<3>);
    auto y = Input(shape<3>);
    return Model(inputs = tuple(x, y), outputs = Dot(axes = 1)(x, y));
});
#else
constexpr auto net = functional([] {
    auto x = Input(shape<3>);
    auto y = Input(shape<4>);
    return Model(inputs = tuple(x, y), outputs = Dot(axes = 1)(x, y));
});
#endif
static_assert(net.output_shape == shape<1>);

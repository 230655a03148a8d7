// EXPECT: layer 1 Subtract 'subtract' (line 16): takes two inputs, got 3
#include <ctnn/architecture.hpp>
using namespace ctnn;
using namespace ctnn::literals;

#ifdef FIXED
constexpr auto net = functional([] {
    auto x = Input(shape<3>);
    auto y = Input(shape<3>);
    return Model(inputs = tuple(x, y), outputs = Subtract()(x, y));
});
#else
constexpr auto net = functional([] {
    auto x = Input(shape<3>);
    auto y = Input(shape<3>);
    return Model(inputs = tuple(x, y), outputs = Subtract()(x, y, x));
});
#endif
static_assert(net.output_shape == shape<3>);

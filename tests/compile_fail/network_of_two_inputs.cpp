// EXPECT: layer 1 Functional 'functional': takes 2 inputs, got 1; hint: functional gives it all of them, model(tuple(a, b)) or model(a, b)
#include <ctnn/architecture.hpp>
using namespace ctnn;
using namespace ctnn::literals;

#ifdef FIXED
constexpr auto merge = functional([] {
    auto x = Input(shape<3>);
    return Model(inputs = x, outputs = Add()(x, x));
});
constexpr auto net = Sequential(merge, Dense(2_c));
#else
constexpr auto merge = functional([] {
    auto x = Input(shape<3>);
    auto y = Input(shape<3>);
    return Model(inputs = tuple(x, y), outputs = Add()(x, y));
});
constexpr auto net = Sequential(merge, Dense(2_c));
#endif
static_assert(net.output_shape == shape<2>);

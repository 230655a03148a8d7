// EXPECT: x + y: symbols have no arithmetic; hint: Add()(x, y)
#include <ctnn/architecture.hpp>
using namespace ctnn;
using namespace ctnn::literals;

constexpr auto net = functional([] {
    auto x = Input(shape<4>);
    auto h = Dense(4)(x);
#ifdef FIXED
    auto y = Add()(x, h);
#else
    auto y = x + h;
#endif
    return Model(inputs = x, outputs = Dense(2)(y));
});
static_assert(net.output_shape == shape<2>);

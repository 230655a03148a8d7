// EXPECT: x * 2: symbols have no arithmetic; hint: Rescaling(2)(x)
#include <ctnn/architecture.hpp>
using namespace ctnn;
using namespace ctnn::literals;

constexpr auto net = functional([] {
    auto x = Input(shape<4>);
#ifdef FIXED
    auto y = Rescaling(0.5)(x);
#else
    auto y = 0.5 * x;
#endif
    return Model(inputs = x, outputs = Dense(2)(y));
});
static_assert(net.output_shape == shape<2>);

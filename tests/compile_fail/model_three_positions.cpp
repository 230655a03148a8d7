// EXPECT: Model: too many arguments, it takes inputs, outputs and name
#include <ctnn/architecture.hpp>
using namespace ctnn;
using namespace ctnn::literals;

#ifdef FIXED
constexpr auto net = functional([] {
    auto x = Input(shape<3>);
    return Model(x, Dense(4)(x), name = "m");
});
#else
constexpr auto net = functional([] {
    auto x = Input(shape<3>);
    return Model(x, Dense(4)(x), "m");
});
#endif
static_assert(net.output_shape == shape<4>);

// EXPECT: Model has no keyword 'units', it takes inputs, outputs and name
#include <ctnn/architecture.hpp>
using namespace ctnn;
using namespace ctnn::literals;

#ifdef FIXED
constexpr auto net = functional([] {
    auto x = Input(shape<3>);
    return Model(outputs = Dense(4)(x), name = "m", inputs = x);
});
#else
constexpr auto net = functional([] {
    auto x = Input(shape<3>);
    return Model(inputs = x, outputs = Dense(4)(x), units = 3, filters = 7);
});
#endif
static_assert(net.output_shape == shape<4>);

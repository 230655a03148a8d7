// EXPECT: Input: shape is missing: Input(shape<3>)
#include <ctnn/architecture.hpp>
using namespace ctnn;
using namespace ctnn::literals;

#ifdef FIXED
constexpr auto net = functional([] {
    auto x = Input(shape<3>, name = "x");
    return Model(inputs = x, outputs = Dense(4)(x));
});
#else
constexpr auto net = functional([] {
    auto x = Input(name = "x");
    return Model(inputs = x, outputs = Dense(4)(x));
});
#endif
static_assert(net.output_shape == shape<4>);

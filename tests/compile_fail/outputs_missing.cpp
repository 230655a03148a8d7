// EXPECT: Model: outputs is missing: Model(inputs = x, outputs = y)
#include <ctnn/architecture.hpp>
using namespace ctnn;
using namespace ctnn::literals;

#ifdef FIXED
constexpr auto net = functional([] {
    auto x = Input(shape<3>);
    return Model(inputs = x, outputs = Dense(4)(x));
});
#else
constexpr auto net = functional([] {
    auto x = Input(shape<3>);
    return Model(inputs = x);
});
#endif
static_assert(net.output_shape == shape<4>);

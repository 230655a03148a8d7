// EXPECT: takes 1 input, got 2; hint: Concatenate()(a, b) makes one of several
#include <ctnn/architecture.hpp>
using namespace ctnn;
using namespace ctnn::literals;

constexpr auto one = Sequential(Dense(4_c, input_shape = shape<3>));
#ifdef FIXED
constexpr auto net = functional([] {
    auto x = Input(shape<3>);
    return Model(inputs = x, outputs = one(x));
});
#else
constexpr auto net = functional([] {
    auto x = Input(shape<3>);
    return Model(inputs = x, outputs = one(x, x));
});
#endif
static_assert(net.output_shape == shape<4>);

// EXPECT: Model has no keyword 'trainable', it takes inputs, outputs and name; hint: trainable = false in each of its layers
#include <ctnn/architecture.hpp>
using namespace ctnn;
using namespace ctnn::literals;

#ifdef FIXED
constexpr auto net = functional([] {
    auto x = Input(shape<3>);
    return Model(inputs = x, outputs = Dense(4, trainable = false)(x));
});
#else
constexpr auto net = functional([] {
    auto x = Input(shape<3>);
    return Model(inputs = x, outputs = Dense(4)(x), trainable = false);
});
#endif
static_assert(net.output_shape == shape<4>);

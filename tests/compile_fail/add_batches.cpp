// EXPECT: layer 3 Add 'add' (line
// EXPECT: inputs must have the same batch, got 3 and 4; hint: batch_size of their Inputs, or none
#include <ctnn/architecture.hpp>
using namespace ctnn;
using namespace ctnn::literals;

constexpr auto net = functional([] {
    auto a = Input(shape<5>, batch_size = 3);
#ifdef FIXED
    auto b = Input(shape<6>, batch_size = 3);
#else
    auto b = Input(shape<6>, batch_size = 4);
#endif
    return Model(inputs = tuple(a, b), outputs = Add()(Dense(2)(a), Dense(2)(b)));
});
static_assert(net.output_shape == shape<2>);

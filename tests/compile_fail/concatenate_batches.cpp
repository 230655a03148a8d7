// EXPECT: Concatenate 'join'
// EXPECT: inputs must have the same batch, got 3 and 4; hint: batch_size of their Inputs, or none
#include <ctnn/architecture.hpp>
using namespace ctnn;
using namespace ctnn::literals;

// in a model that is called on them
constexpr auto net = functional([] {
    auto a = Input(shape<5>);
    auto b = Input(shape<6>);
    auto both = Model(inputs = tuple(a, b), outputs = Concatenate(name = "join")(a, b));
    auto x = Input(shape<5>, batch_size = 3);
#ifdef FIXED
    auto z = Input(shape<6>);
#else
    auto z = Input(shape<6>, batch_size = 4);
#endif
    return Model(inputs = tuple(x, z), outputs = both(x, z));
});
static_assert(net.output_shape == shape<11>);

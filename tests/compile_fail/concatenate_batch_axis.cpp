// EXPECT: layer 1 Concatenate 'concatenate' (line 16): axis must not be the batch axis, got 0; hint: axis 1 is the first axis of a sample
#include <ctnn/architecture.hpp>
using namespace ctnn;
using namespace ctnn::literals;

#ifdef FIXED
constexpr auto net = functional([] {
    auto x = Input(shape<3>);
    auto y = Input(shape<3>);
    return Model(inputs = tuple(x, y), outputs = Concatenate(axis = 1)(x, y));
});
#else
constexpr auto net = functional([] {
    auto x = Input(shape<3>);
    auto y = Input(shape<3>);
    return Model(inputs = tuple(x, y), outputs = Concatenate(axis = 0)(x, y));
});
#endif
static_assert(net.output_shape == shape<6>);

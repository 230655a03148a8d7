// EXPECT: layer 1 Concatenate 'concatenate' (line 16): inputs must have the same shape except along axis -1, got (3, 4) and (5, 4)
#include <ctnn/architecture.hpp>
using namespace ctnn;
using namespace ctnn::literals;

#ifdef FIXED
constexpr auto net = functional([] {
    auto x = Input(shape<3, 4>);
    auto y = Input(shape<5, 4>);
    return Model(inputs = tuple(x, y), outputs = Concatenate(axis = 1)(x, y));
});
#else
constexpr auto net = functional([] {
    auto x = Input(shape<3, 4>);
    auto y = Input(shape<5, 4>);
    return Model(inputs = tuple(x, y), outputs = Concatenate()(x, y));
});
#endif
static_assert(net.output_shape == shape<8, 4>);

// EXPECT: layer 1 Add 'add' (line 16): inputs must have the same shape, got (3) and (4)
#include <ctnn/architecture.hpp>
using namespace ctnn;
using namespace ctnn::literals;

#ifdef FIXED
constexpr auto net = functional([] {
    auto x = Input(shape<3>);
    auto y = Input(shape<3>);
    return Model(inputs = tuple(x, y), outputs = Add()(x, y));
});
#else
constexpr auto net = functional([] {
    auto x = Input(shape<3>);
    auto y = Input(shape<4>);
    return Model(inputs = tuple(x, y), outputs = Add()(x, y));
});
#endif
static_assert(net.output_shape == shape<3>);

// EXPECT: Model: got a symbol that nothing was assigned to
#include <ctnn/architecture.hpp>
using namespace ctnn;
using namespace ctnn::literals;

#ifdef FIXED
constexpr auto net = functional([] {
    auto x = Input(shape<3>);
    symbol h;
    for (int i = 0; i < 3; ++i)
        if (i == 0) h = x;
        else h = Dense(9)(h);
    return Model(inputs = x, outputs = h);
});
#else
constexpr auto net = functional([] {
    auto x = Input(shape<3>);
    symbol h;
    return Model(inputs = x, outputs = h);
});
#endif
static_assert(net.output_shape == shape<9>);

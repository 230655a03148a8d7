// EXPECT: Concatenate: got a symbol that nothing was assigned to; hint: symbol h = x
#include <ctnn/architecture.hpp>
using namespace ctnn;
using namespace ctnn::literals;

#ifdef FIXED
constexpr auto net = functional([] {
    auto x = Input(shape<3>);
    symbol y[3];
    for (symbol& s : y) s = x;
    return Model(inputs = x, outputs = Concatenate()(y));
});
#else
constexpr auto net = functional([] {
    auto x = Input(shape<3>);
    symbol y[3];
    for (int i = 0; i < 2; ++i) y[i] = x;
    return Model(inputs = x, outputs = Concatenate()(y));
});
#endif
static_assert(net.output_shape == shape<9>);

// EXPECT: Concatenate: takes at least one input, got an empty list
#include <array>
#include <ctnn/architecture.hpp>
using namespace ctnn;
using namespace ctnn::literals;

#ifdef FIXED
constexpr auto net = functional([] {
    auto x = Input(shape<3>);
    std::array<symbol, 3> list;
    for (symbol& s : list) s = x;
    return Model(inputs = x, outputs = Concatenate()(list));
});
#else
constexpr auto net = functional([] {
    auto x = Input(shape<3>);
    std::array<symbol, 0> list;
    return Model(inputs = x, outputs = Concatenate()(list));
});
#endif
static_assert(net.output_shape == shape<9>);

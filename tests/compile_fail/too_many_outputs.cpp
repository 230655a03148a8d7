// EXPECT: Model: at most 16 outputs, got 17; hint: Concatenate some of them
#include <ctnn/architecture.hpp>
using namespace ctnn;
using namespace ctnn::literals;

constexpr auto net = functional([] {
    auto x = Input(shape<3>);
#ifdef FIXED
    return Model(inputs = x, outputs = tuple(x, x, x, x, x, x, x, x, x, x, x, x, x, x, x, x));
#else
    return Model(inputs = x, outputs = tuple(x, x, x, x, x, x, x, x, x, x, x, x, x, x, x, x, x));
#endif
});

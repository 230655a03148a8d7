// EXPECT: add(): neither this Sequential nor the one that it gets knows its input shape yet; hint: input_shape = shape<...> in the first layer of one of them
#include <ctnn/architecture.hpp>
using namespace ctnn;
using namespace ctnn::literals;

constexpr auto net = functional([] {
    auto outer = Sequential();
#ifdef FIXED
    outer.add(Dense(4, input_shape = shape<3>));
#else
    outer.add(Dense(4));
#endif
    auto inner = Sequential();
    inner.add(Dense(2));
    outer.add(inner);
    return outer;
});
static_assert(net.output_shape == shape<2>);

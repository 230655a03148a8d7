// EXPECT: Add has no keyword 'units', it takes none besides name, trainable and input_shape
#include <ctnn/architecture.hpp>
using namespace ctnn;
using namespace ctnn::literals;

#ifdef FIXED
constexpr auto net = functional([] {
    auto x = Input(shape<3>);
    return Model(inputs = x, outputs = Add()(x, x));
});
#else
constexpr auto net = functional([] {
    auto x = Input(shape<3>);
    return Model(inputs = x, outputs = Add(units = 3)(x, x));
});
#endif
static_assert(net.output_shape == shape<3>);

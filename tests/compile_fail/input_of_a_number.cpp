// EXPECT: Input takes a shape, without the batch axis; hint: Input(shape<3>)
#include <ctnn/architecture.hpp>
using namespace ctnn;
using namespace ctnn::literals;

constexpr auto net = functional([] {
#ifdef FIXED
    auto x = Input(shape<3>);
#else
    auto x = Input(3);
#endif
    return Model(inputs = x, outputs = Dense(2)(x));
});
static_assert(net.output_shape == shape<2>);

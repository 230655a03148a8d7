// EXPECT: Model: name takes a string
#include <ctnn/architecture.hpp>
using namespace ctnn;
using namespace ctnn::literals;

#ifdef FIXED
constexpr auto net = functional([] {
    auto x = Input(shape<3>);
    return Model(inputs = x, outputs = Dense(4)(x), name = "m4"_s);
});
#else
constexpr auto net = functional([] {
    auto x = Input(shape<3>);
    return Model(inputs = x, outputs = Dense(4)(x), name = 4);
});
#endif
static_assert(net.output_shape == shape<4>);

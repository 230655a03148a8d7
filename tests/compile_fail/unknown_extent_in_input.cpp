// EXPECT: Input (line 13): every axis needs a known extent, got (None, 3); hint: input_shape does not hold the batch
#include <ctnn/architecture.hpp>
using namespace ctnn;
using namespace ctnn::literals;

#ifdef FIXED
constexpr auto net = functional([] {
    auto x = Input(shape<3>);
    return Model(inputs = x, outputs = Dense(4)(x));
});
#else
constexpr auto net = functional([] {
    auto x = Input(shape<None, 3>);
    return Model(inputs = x, outputs = Dense(4)(x));
});
#endif
static_assert(net.output_shape == shape<4>);

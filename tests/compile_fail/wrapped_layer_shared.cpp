// EXPECT: layer 2 TimeDistributed 'time_distributed_1' (line 18): at each of its 3 steps, Dense: the layer inside is also in another layer, which would share its weights; hint: make one of its own
#include <ctnn/architecture.hpp>
using namespace ctnn;
using namespace ctnn::literals;

#ifdef FIXED
constexpr auto net = functional([] {
    auto x = Input(shape<3, 4>);
    auto steps = TimeDistributed(Dense(2));
    auto y = steps(x);
    auto z = steps(x);
    return Model(inputs = x, outputs = Add()(y, z));
});
#else
constexpr auto net = functional([] {
    auto x = Input(shape<3, 4>);
    auto d = Dense(2);
    return Model(inputs = x, outputs = Add()(TimeDistributed(d)(x), TimeDistributed(d)(x)));
});
#endif
static_assert(net.output_shape == shape<3, 2>);

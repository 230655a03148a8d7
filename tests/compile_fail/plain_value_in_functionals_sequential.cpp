// EXPECT: layer 1 Dense: units is a plain value, and Sequential needs constants; write units = 4_c, or use functional
#include <ctnn/architecture.hpp>
using namespace ctnn;
using namespace ctnn::literals;

#ifdef FIXED
constexpr auto net = functional([] {
    auto x = Input(shape<3>);
    auto model = Sequential(Dense(4_c));
    return Model(inputs = x, outputs = model(x));
});
#else
constexpr auto net = functional([] {
    auto x = Input(shape<3>);
    auto model = Sequential(Dense(4));
    return Model(inputs = x, outputs = model(x));
});
#endif
static_assert(net.output_shape == shape<4>);

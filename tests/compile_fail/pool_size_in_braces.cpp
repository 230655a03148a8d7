// EXPECT: MaxPooling2D: argument 1 is pool_size, it takes a number or a shape, for example shape<3, 3>
#include <ctnn/architecture.hpp>
using namespace ctnn;
using namespace ctnn::literals;

constexpr auto net = functional([] {
    auto x = Input(shape<8, 8, 1>);
#ifdef FIXED
    return Model(inputs = x, outputs = MaxPooling2D(shape<2, 2>)(x));
#else
    return Model(inputs = x, outputs = MaxPooling2D({2, 2})(x));
#endif
});
static_assert(net.output_shape == shape<4, 4, 1>);

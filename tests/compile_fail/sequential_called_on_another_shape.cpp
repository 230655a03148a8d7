// EXPECT: Sequential 'sequential'
// EXPECT: expected an input of shape (4), got (6)
#include <ctnn/architecture.hpp>
using namespace ctnn;
using namespace ctnn::literals;

// a variable is one layer, its first call says its input shape
constexpr auto net = functional([] {
    auto x = Input(shape<4>);
    auto z = Input(shape<6>);
    auto tower = Sequential(Dense(5_c), Dense(2_c));
    auto p = tower(x);
#ifdef FIXED
    auto q = tower(Dense(4)(z));
#else
    auto q = tower(z);
#endif
    return Model(inputs = tuple(x, z), outputs = tuple(p, q));
});
static_assert(net.output_shape == tuple(shape<2>, shape<2>));

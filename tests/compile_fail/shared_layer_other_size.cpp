// EXPECT: layer 1 Dense 'dense' (line 9): its weight 'kernel' was made with shape (3, 2) in an earlier call, this input needs (2, 2)
#include <ctnn/architecture.hpp>
using namespace ctnn;
using namespace ctnn::literals;

#ifdef FIXED
constexpr auto net = functional([] { auto x = Input(shape<2>); auto d = Dense(2); return Model(inputs = x, outputs = d(d(x))); });
#else
constexpr auto net = functional([] { auto x = Input(shape<3>); auto d = Dense(2); return Model(inputs = x, outputs = d(d(x))); });
#endif
static_assert(net.output_shape == shape<2>);

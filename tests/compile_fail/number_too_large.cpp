// EXPECT: layer 1 Dense 'dense' (line 9): its weight 'kernel' of shape (3, 2147483647) has more than 2147483647 elements
#include <ctnn/architecture.hpp>
using namespace ctnn;
using namespace ctnn::literals;

#ifdef FIXED
constexpr auto net = functional([] { auto x = Input(shape<3>); return Model(inputs = x, outputs = Dense(4ll)(x)); });
#else
constexpr auto net = functional([] { auto x = Input(shape<3>); return Model(inputs = x, outputs = Dense(4294967300ll)(x)); });
#endif

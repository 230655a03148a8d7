// EXPECT: uints
// FOREIGN: the compiler says this one itself
#include <ctnn/architecture.hpp>
using namespace ctnn;
using namespace ctnn::literals;

#ifdef FIXED
constexpr auto net = functional([] {
    auto x = Input(shape<3>);
    for (int n : {4, 5}) x = Dense(units = n)(x);
    return Model(inputs = x, outputs = x);
});
#else
constexpr auto net = functional([] {
    auto x = Input(shape<3>);
    auto y = Dense(uints = 4)(x);
    return Model(inputs = x, outputs = y);
});
#endif

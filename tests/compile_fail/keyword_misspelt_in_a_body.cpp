// EXPECT: uints
// FOREIGN: the compiler says this one itself
#include <ctnn/architecture.hpp>
using namespace ctnn;
using namespace ctnn::literals;

#ifdef FIXED
constexpr auto net = functional([] {
    auto x = Input(shape<3>);
    auto y = Dense(units = 4)(x);
    return Model(inputs = x, outputs = y);
});
#else
constexpr auto net = functional([] {
    auto x = Input(shape<3>);
    auto y = Dense(uints = 4)(x);
    return Model(inputs = x, outputs = y);
});
#endif

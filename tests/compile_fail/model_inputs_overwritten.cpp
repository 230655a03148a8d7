// EXPECT: Model: inputs must come from Input(...), got what 'dense' (line 9) puts out; hint: keep Input's symbol in a variable of its own
#include <ctnn/architecture.hpp>
using namespace ctnn;
using namespace ctnn::literals;

constexpr auto net = functional([] {
    symbol x = Input(shape<8>);
#ifndef FIXED
    x = Dense(4)(x);
#endif
    return Model(inputs = x, outputs = Dense(2)(x));
});

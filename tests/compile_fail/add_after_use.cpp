// EXPECT: Sequential: add() after the model was used
#include <ctnn/architecture.hpp>
using namespace ctnn;
using namespace ctnn::literals;

constexpr auto net = functional([] {
    auto x = Input(shape<3>);
    auto model = Sequential();
    model.add(Dense(4));
    auto y = model(x);
#ifndef FIXED
    model.add(Dense(1));
#endif
    return Model(inputs = x, outputs = y);
});

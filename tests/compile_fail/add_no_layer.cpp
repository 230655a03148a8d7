// EXPECT: add(): takes a layer, a model or Input(...); hint: Dense(4) makes a layer, Dense alone does not
#include <ctnn/architecture.hpp>
using namespace ctnn;
using namespace ctnn::literals;

constexpr auto net = functional([] {
    auto model = Sequential();
    model.add(Input(shape<3>));
#ifdef FIXED
    model.add(ReLU());
#else
    model.add(ReLU);
#endif
    return model;
});

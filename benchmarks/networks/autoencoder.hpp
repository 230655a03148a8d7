#pragma once
#include <ctnn/ctnn.hpp>

namespace autoencoder {

using namespace ctnn;
using namespace ctnn::literals;

inline constexpr auto net = functional([] {
    auto input = Input(shape<640>);
    symbol x = input;
    for (int n : {128, 128, 128, 128, 8, 128, 128, 128, 128}) x = ReLU()(BatchNormalization()(Dense(n)(x)));
    return Model(inputs = input, outputs = Dense(640)(x));
});

inline auto model() { return net.build(seed = 42); }

} // namespace autoencoder

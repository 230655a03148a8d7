#pragma once
#include <ctnn/ctnn.hpp>

namespace tcn {

using namespace ctnn;
using namespace ctnn::literals;

inline constexpr auto net = functional([] {
    auto input = Input(shape<256, 8>);
    auto x = Conv1D(32, 3, padding = causal, activation = relu)(input);
    for (int d : {2, 4, 8}) x = Add()(x, Conv1D(32, 3, padding = causal, dilation_rate = d, activation = relu)(x));
    return Model(inputs = input, outputs = Dense(10)(GlobalAveragePooling1D()(x)));
});

inline auto model() { return net.build(seed = 42); }

} // namespace tcn

#pragma once
#include <ctnn/ctnn.hpp>

namespace ds_cnn {

using namespace ctnn;
using namespace ctnn::literals;

constexpr symbol normalized(symbol x) { return ReLU()(BatchNormalization()(x)); }

inline constexpr auto net = functional([] {
    auto input = Input(shape<49, 10, 1>);
    auto x = normalized(Conv2D(64, shape<10, 4>, strides = 2, padding = same)(input));
    for (int i = 0; i < 4; ++i) {
        x = normalized(DepthwiseConv2D(3, padding = same)(x));
        x = normalized(Conv2D(64, 1)(x));
    }
    return Model(inputs = input, outputs = Dense(12, activation = softmax)(GlobalAveragePooling2D()(x)));
});

inline auto model() { return net.build(seed = 42); }

} // namespace ds_cnn

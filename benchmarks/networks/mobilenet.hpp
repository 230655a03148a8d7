#pragma once
#include <ctnn/ctnn.hpp>

namespace mobilenet {

using namespace ctnn;
using namespace ctnn::literals;

constexpr symbol normalized(symbol x) { return ReLU(max_value = 6)(BatchNormalization()(x)); }
constexpr symbol block(symbol x, int filters, int step) {
    x = normalized(DepthwiseConv2D(3, strides = step, padding = same, use_bias = false)(x));
    return normalized(Conv2D(filters, 1, use_bias = false)(x));
}

inline constexpr auto net = functional([] {
    auto input = Input(shape<96, 96, 3>);
    auto x = normalized(Conv2D(8, 3, strides = 2, padding = same, use_bias = false)(input));
    x = block(x, 16, 1);
    for (int filters : {32, 64, 128}) {
        x = block(x, filters, 2);
        x = block(x, filters, 1);
    }
    for (int i = 0; i < 4; ++i) x = block(x, 128, 1);
    x = block(x, 256, 2);
    x = block(x, 256, 1);
    return Model(inputs = input, outputs = Dense(10, activation = softmax)(GlobalAveragePooling2D()(x)));
});

inline auto model() { return net.build(seed = 42); }

} // namespace mobilenet

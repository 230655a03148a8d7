#pragma once
#include <ctnn/ctnn.hpp>

namespace resnet20 {

using namespace ctnn;
using namespace ctnn::literals;

constexpr symbol convolution(symbol x, int filters, int step) {
    return BatchNormalization()(Conv2D(filters, 3, strides = step, padding = same, use_bias = false)(x));
}
constexpr symbol block(symbol x, int filters, int step) {
    auto y = convolution(ReLU()(convolution(x, filters, step)), filters, 1);
    if (step != 1) x = BatchNormalization()(Conv2D(filters, 1, strides = step, use_bias = false)(x));
    return ReLU()(Add()(x, y));
}

inline constexpr auto net = functional([] {
    auto input = Input(shape<32, 32, 3>);
    auto x = ReLU()(convolution(input, 16, 1));
    for (int filters : {16, 32, 64}) {
        x = block(x, filters, filters == 16 ? 1 : 2);
        for (int i = 0; i < 2; ++i) x = block(x, filters, 1);
    }
    return Model(inputs = input, outputs = Dense(10, activation = softmax)(GlobalAveragePooling2D()(x)));
});

inline auto model() { return net.build(seed = 42); }

} // namespace resnet20

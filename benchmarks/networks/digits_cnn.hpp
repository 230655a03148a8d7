#pragma once
#include <ctnn/ctnn.hpp>

namespace digits_cnn {

using namespace ctnn;
using namespace ctnn::literals;

inline constexpr auto net = Sequential(
    Conv2D(16_c, 3_c, padding = same, activation = relu, input_shape = shape<8, 8, 1>),
    Conv2D(32_c, 3_c, padding = same, activation = relu),
    MaxPooling2D(2_c),
    Flatten(),
    Dense(64_c, activation = relu),
    Dense(10_c, activation = softmax));

inline auto model() { return net.build(seed = 42); }

} // namespace digits_cnn

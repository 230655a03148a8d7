#pragma once
#include <ctnn/ctnn.hpp>

namespace mnist_cnn {

using namespace ctnn;
using namespace ctnn::literals;

inline constexpr auto net = Sequential(
    Conv2D(32_c, 3_c, activation = relu, input_shape = shape<28, 28, 1>),
    MaxPooling2D(2_c),
    Conv2D(64_c, 3_c, activation = relu),
    MaxPooling2D(2_c),
    Flatten(),
    Dense(128_c, activation = relu),
    Dense(10_c, activation = softmax));

inline auto model() { return net.build(seed = 42); }

} // namespace mnist_cnn

#pragma once
#include <ctnn/ctnn.hpp>

namespace mlp784 {

using namespace ctnn;
using namespace ctnn::literals;

inline constexpr auto net = Sequential(
    Dense(128_c, activation = relu, input_shape = shape<784>),
    Dense(64_c, activation = relu),
    Dense(10_c, activation = softmax));

inline auto model() { return net.build(seed = 42); }

} // namespace mlp784

#pragma once
#include <ctnn/ctnn.hpp>

namespace dense_tiny {

using namespace ctnn;
using namespace ctnn::literals;

inline constexpr auto net = Sequential(
    Dense(32_c, activation = tanh, input_shape = shape<32>),
    Dense(32_c, activation = tanh),
    Dense(1_c));

inline auto model() { return net.build(seed = 42); }

} // namespace dense_tiny

#pragma once
#include <ctnn/ctnn.hpp>

namespace lstm_long {

using namespace ctnn;
using namespace ctnn::literals;

inline constexpr auto net = Sequential(
    LSTM(64_c, input_shape = shape<128, 9>),
    Dense(6_c, activation = softmax));

inline auto model() { return net.build(seed = 42); }

} // namespace lstm_long

#pragma once
#include <ctnn/ctnn.hpp>

namespace lstm_seed {

using namespace ctnn;
using namespace ctnn::literals;

inline constexpr auto net = Sequential(
    LSTM(32_c, return_sequences = true_c, input_shape = shape<8, 16>),
    LSTM(32_c, return_sequences = true_c),
    LSTM(32_c),
    Dense(10_c, activation = softmax));

inline auto model() { return net.build(seed = 42); }

} // namespace lstm_seed

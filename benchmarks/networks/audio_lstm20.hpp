#pragma once
#include <ctnn/ctnn.hpp>

namespace audio_lstm20 {

using namespace ctnn;
using namespace ctnn::literals;

inline constexpr auto net = Sequential(
    LSTM(20_c, return_sequences = true_c, input_shape = shape<128, 1>),
    Dense(1_c));

inline auto model() { return net.build(seed = 42); }

} // namespace audio_lstm20

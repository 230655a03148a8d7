#pragma once
#include <ctnn/ctnn.hpp>

namespace gru_audio {

using namespace ctnn;
using namespace ctnn::literals;

inline constexpr auto net = Sequential(
    GRU(24_c, return_sequences = true_c, input_shape = shape<1024, 1>),
    Dense(1_c));

inline auto model() { return net.build(seed = 42); }

} // namespace gru_audio

/// What ctc and its gradient keep while they run.
#pragma once
#include "../../shape/extents.hpp"

namespace ctnn::ops::detail {

/// Numbers in double: forward variables of every step, backward ones of two, a normalizer a step.
constexpr std::size_t ctc_scratch(const extents& labels, const extents& logits) {
    const std::size_t states = 2 * std::size_t(labels[0]) + 1, steps = std::size_t(logits[0]);
    return steps * states + 2 * states + steps;
}

} // namespace ctnn::ops::detail

/// Keras' constraints with their keywords: kernel_constraint = MinMaxNorm(min_value = 0.5_c, max_value = 1_c).
#pragma once
#include "../layer/constraints.hpp"
#include "keywords.hpp"

namespace ctnn {

inline constexpr keyword<"min_value"> min_value{};

} // namespace ctnn

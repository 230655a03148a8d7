/// Keras' regularizers with their keywords: kernel_regularizer = L1L2(l1 = 0.01_c, l2 = 0.02_c).
#pragma once
#include "../layer/regularizers.hpp"
#include "keywords.hpp"

namespace ctnn {

inline constexpr keyword<"l1"> l1{};
inline constexpr keyword<"l2"> l2{};

} // namespace ctnn

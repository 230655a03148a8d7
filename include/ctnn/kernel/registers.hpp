/// How much fits into registers.
#pragma once
#include "target.hpp"

namespace ctnn::detail {

/// Whether there are 32 vector registers, not 16.
template<class Target>
inline constexpr bool many_registers = simd::detail::is_avx512<Target> || simd::detail::is_neon<Target>;

} // namespace ctnn::detail

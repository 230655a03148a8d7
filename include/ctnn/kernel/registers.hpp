/// How much fits into registers.
#pragma once
#include "../shape/hardware.hpp"
#include "target.hpp"

namespace ctnn::detail {

/// Whether there are 32 vector registers, not 16.
template<class Target>
inline constexpr bool many_registers = simd::detail::is_avx512<Target> || simd::detail::is_neon<Target>;

/// What passes are told of a target.
template<class Target>
inline constexpr hardware hardware_of{int(simd::detail::floats<Target>::size), many_registers<Target> ? 32 : 16};

} // namespace ctnn::detail

/// Which instruction set a kernel is compiled for: xsimd's architecture, and what it does not tell.
#pragma once
#include "../shape/compiled_for.hpp"
#include <cstdint>
#include <type_traits>
#include <xsimd/xsimd.hpp>

namespace ctnn::simd {

/// What a kernel is compiled for: the template argument of every kernel. Two sources with different -m flags have
/// different targets, so that the linker never takes the kernel of one for that of the other.
template<class Arch, unsigned Options>
struct target {
    using arch = Arch;
};
using native = target<xsimd::default_arch, compiled_for>;

namespace detail {

template<class Target>
using floats = xsimd::batch<float, typename Target::arch>;
template<class Target>
using integers = xsimd::batch<std::int32_t, typename Target::arch>;
template<class Target>
using float_register = typename floats<Target>::register_type;
template<class Target>
using int_register = typename integers<Target>::register_type;

#ifdef __SSE2__
template<class Target>
inline constexpr bool is_sse = std::is_same_v<float_register<Target>, __m128>;
#else
template<class Target>
inline constexpr bool is_sse = false;
#endif
#ifdef __AVX__
template<class Target>
inline constexpr bool is_avx = std::is_same_v<float_register<Target>, __m256>;
#else
template<class Target>
inline constexpr bool is_avx = false;
#endif
#ifdef __AVX512F__
template<class Target>
inline constexpr bool is_avx512 = std::is_same_v<float_register<Target>, __m512>;
#else
template<class Target>
inline constexpr bool is_avx512 = false;
#endif
#ifdef __aarch64__
template<class Target>
inline constexpr bool is_neon = std::is_same_v<float_register<Target>, float32x4_t>;
#else
template<class Target>
inline constexpr bool is_neon = false;
#endif
/// Whether a register is a vector in the compiler's sense, with operators of its own.
template<class Target>
inline constexpr bool has_operators = is_sse<Target> || is_avx<Target> || is_avx512<Target> || is_neon<Target>;

#ifdef __FMA__
inline constexpr bool fma3 = true;
#else
inline constexpr bool fma3 = false;
#endif
#if __FINITE_MATH_ONLY__
inline constexpr bool finite_math_only = true;
#else
inline constexpr bool finite_math_only = false;
#endif
#if defined(__FAST_MATH__) || defined(__RECIPROCAL_MATH__)
inline constexpr bool reciprocal_math = true; // a / b may become a product with an approximate reciprocal
#else
inline constexpr bool reciprocal_math = false;
#endif

} // namespace detail

} // namespace ctnn::simd

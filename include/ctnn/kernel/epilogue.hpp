/// Functions of all elements: the activation behind a kernel, in the registers of its tile where that is little code,
/// else over the result.
#pragma once
#include "../program/short_function.hpp"
#include "../shape/inline.hpp"
#include "function.hpp"

namespace ctnn::detail {

/// What of f a tile applies to its registers; apply_rest does what is left.
constexpr ops::function in_registers(const ops::function& f) { return is_short(f) ? f : ops::function{}; }

/// y (n) = F(x); y may be x.
template<class Target, ops::function F>
[[gnu::noinline]] void map_elements(const float* x, float* y, std::size_t n) {
    using B = simd::batch<Target>;
    constexpr std::size_t L = B::size;
    std::size_t i = 0;
    if constexpr (is_short(F)) // a vector would be loaded and stored in less time than the loop takes
        for (; i + 4 * L <= n; i += 4 * L) {
            B part[4];
#pragma GCC unroll 4
            for (std::size_t k = 0; k < 4; ++k) part[k] = simd::apply<F>(simd::load<B>(x + i + k * L));
#pragma GCC unroll 4
            for (std::size_t k = 0; k < 4; ++k) simd::store(y + i + k * L, part[k]);
        }
    for (; i + L <= n; i += L) simd::store(y + i, simd::apply<F>(simd::load<B>(x + i)));
    if (i < n) simd::store_first(y + i, int(n - i), simd::apply<F>(simd::load_first<B>(x + i, int(n - i))));
}

template<class Target, ops::function F>
CTNN_INLINE inline void apply_in_place(float* y, std::size_t n) {
    map_elements<Target, F>(y, y, n);
}

template<class Target, ops::function F>
CTNN_INLINE inline void apply_rest(float* y, std::size_t n) {
    if constexpr (!is_short(F)) apply_in_place<Target, F>(y, n);
}

} // namespace ctnn::detail

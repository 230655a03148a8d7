/// The activation behind a kernel: in the registers of its tile where that is little code, else over the result.
#pragma once
#include "../program/short_function.hpp"
#include "function.hpp"
#include "kernel.hpp"

namespace ctnn::detail {

/// What of f a tile applies to its registers; apply_rest does what is left.
constexpr ops::function in_registers(const ops::function& f) { return is_short(f) ? f : ops::function{}; }

/// What follows a sum in a tile, as constants.
struct tile_ending {
    ops::function f = {};
    bool residual_last = false; ///< behind f, not in front of it
};
template<class D>
constexpr tile_ending ending_of() {
    constexpr const ops::attributes& a = D::value.op.attr;
    static_assert(is_short(a.epilogue) || (!a.residual_last && a.pool == 1), "what tiles do not compute comes last");
    return {in_registers(a.epilogue), a.residual_last};
}
template<tile_ending E, class B>
[[gnu::always_inline]] inline B ended(B sum, B residual) {
    if constexpr (E.residual_last)
        return simd::apply<E.f>(sum) + residual;
    else
        return simd::apply<E.f>(sum + residual);
}

/// y (n) = F(y)
template<class Target, ops::function F>
[[gnu::noinline]] void apply_in_place(float* y, std::size_t n) {
    using B = simd::batch<Target>;
    constexpr std::size_t L = B::size;
    std::size_t i = 0;
    for (; i + L <= n; i += L) simd::store(y + i, simd::apply<F>(simd::load<B>(y + i)));
    if (i < n) simd::store_first(y + i, int(n - i), simd::apply<F>(simd::load_first<B>(y + i, int(n - i))));
}

template<class Target, ops::function F>
[[gnu::always_inline]] inline void apply_rest(float* y, std::size_t n) {
    if constexpr (!is_short(F)) apply_in_place<Target, F>(y, n);
}

} // namespace ctnn::detail

/// The functions of a recurrence's gates. Sigmoids come in pairs that share a division.
#pragma once
#include "function.hpp"

#ifdef __clang__
#pragma float_control(precise, on, push)
#endif

namespace ctnn::simd {

namespace detail {

/// 1 + e^-x, x taken to be within +-41, so that a product of two is far from overflow. To 1.8 units in the last place;
/// NaN gives NaN.
template<class T>
[[gnu::always_inline]] inline batch<T> sigmoid_denominator(batch<T> x) {
    const batch<T> bounded = min(41.f, max(-41.f, x));
    if constexpr (has_lookup<batch<T>> && has_scale<batch<T>>) {
        // e^-x = 2^n 2^r: magic is so large that its last place is 1 / 32, n a multiple of that
        constexpr float magic = 393216.f, high = -0x1.715476p0f, low = -0x1.4ae0bep-26f; // of -log2(e)
        const batch<T> t = fma(bounded, high, magic), n = opaque(t) - magic;
        const batch<T> r = fma(bounded, low, fma(bounded, high, -n)), power = lookup(exp2_table, as_int(t));
        return keep_nan(x, scale(fma(power * r, fma(r, exp2_quadratic, exp2_linear), power), n) + 1.f);
    } else {
        return keep_nan(x, exp_bounded(-bounded) + 1.f);
    }
}

} // namespace detail

/// G(a) and G(b) in their places.
template<ops::function G, class T>
[[gnu::always_inline]] inline void apply_to_both(batch<T>& a, batch<T>& b) {
    if constexpr (G.kind == ops::function_kind::sigmoid) {
        const batch<T> da = detail::sigmoid_denominator(a), db = detail::sigmoid_denominator(b);
        const batch<T> one = quotient(batch<T>(1.f), da * db);
        a = one * db, b = one * da;
    } else {
        a = apply<G>(a), b = apply<G>(b);
    }
}

/// x G(a) for |x| <= 1, or anything if G is no sigmoid
template<ops::function G, class T>
[[gnu::always_inline]] inline batch<T> times_gate(batch<T> x, batch<T> a) {
    if constexpr (G.kind == ops::function_kind::sigmoid)
        return quotient(x, detail::sigmoid_denominator(a));
    else
        return x * apply<G>(a);
}

} // namespace ctnn::simd

#ifdef __clang__
#pragma float_control(pop)
#endif

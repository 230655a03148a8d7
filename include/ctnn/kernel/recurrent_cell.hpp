/// From the gates' sums to the new state, in registers: op/recurrent.hpp has the formulas.
#pragma once
#include "recurrent_functions.hpp"
#include "recurrent_key.hpp"

#ifdef __clang__
#pragma float_control(precise, on, push)
#endif

namespace ctnn::detail {

/// |F(x)| <= 1 for every x.
constexpr bool is_bounded(const ops::function& f) {
    using k = ops::function_kind;
    return f.kind == k::tanh || f.kind == k::sigmoid;
}

/// c -> c', the result is h'.
template<recurrence_key K, class B>
[[gnu::always_inline]] inline B lstm_cell(B i, B f, B candidate, B o, B& c) {
    simd::apply_to_both<K.g>(i, f);
    c = simd::fma(f, c, i * simd::apply<K.f>(candidate));
    const B y = simd::apply<K.f>(c);
    if constexpr (is_bounded(K.f))
        return simd::times_gate<K.g>(y, o);
    else
        return simd::apply<K.g>(o) * y;
}

/// What z and r make of h~'s two parts: `a` does not depend on the state.
template<recurrence_key K, class B>
[[gnu::always_inline]] inline B gru_cell(B z, B r, B a, B inner, B h) {
    simd::apply_to_both<K.g>(z, r);
    const B y = simd::apply<K.f>(simd::fma(r, inner, a));
    return simd::fma(z, h, (1.f - z) * y);
}

} // namespace ctnn::detail

#ifdef __clang__
#pragma float_control(pop)
#endif

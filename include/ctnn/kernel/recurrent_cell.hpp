/// From the gates' sums to the new state, in registers: op/recurrent.hpp has the formulas.
#pragma once
#include "../shape/inline.hpp"
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

/// Whether a step is so short that the time it takes is what its operations wait for one another.
template<recurrence_key K>
inline constexpr bool waits = K.units <= 16;

/// Whether the functions are tanh and sigmoid, which may be fractions of e^x.
template<auto K>
inline constexpr bool has_fractions = K.f.kind == ops::function_kind::tanh&& K.g.kind == ops::function_kind::sigmoid;

/// Whether the state's function is tanh, and takes a division.
template<recurrence_key K, class B>
inline constexpr bool tanh_divides = K.f.kind == ops::function_kind::tanh && !K.f.fast && !simd::has_lookup<B>;

/// Whether functions of gates and state take long: an LSTM's cell then has them as fractions of e^x, whose products
/// take one division.
template<recurrence_key K, class B>
inline constexpr bool divides = has_fractions<K>&& tanh_divides<K, B> && !K.g.fast;

/// The two halves of an LSTM's cell, where it divides: c -> c', the result is the divisor of the output gate; and h'.
/// What the second one waits for is the first one's last result: vectors go through one half after the other.
template<recurrence_key K, class B>
CTNN_INLINE inline B lstm_gates(B i, B f, B candidate, B o, B& c) {
    using simd::detail::sigmoid_denominator, simd::detail::tanh_fraction;
    const auto x = tanh_fraction(candidate);
    c = simd::quotient(c, sigmoid_denominator(f)) + simd::quotient(x.dividend, x.divisor * sigmoid_denominator(i));
    return sigmoid_denominator(o);
}
template<recurrence_key K, class B>
CTNN_INLINE inline B lstm_output(B c, B divisor) {
    const auto y = simd::detail::tanh_fraction(c);
    return simd::quotient(y.dividend, y.divisor * divisor);
}

/// c -> c', the result is h'.
template<recurrence_key K, class B>
CTNN_INLINE inline B lstm_cell(B i, B f, B candidate, B o, B& c) {
    if constexpr (divides<K, B>) {
        const B divisor = lstm_gates<K>(i, f, candidate, o, c);
        return lstm_output<K>(c, divisor);
    }
    if constexpr (waits<K> && simd::has_quick_gate<K.g, B>) {
        i = simd::begin_gate<K.g>(i), f = simd::begin_gate<K.g>(f);
        c = simd::end_gate<K.g>(f, c, simd::end_gate<K.g>(i) * simd::apply<K.f>(candidate));
        return simd::apply_to_gate<K.g>(o) * simd::apply<K.f>(c);
    }
    simd::apply_to_both<K.g>(i, f);
    c = simd::fma(f, c, i * simd::apply<K.f>(candidate));
    const B y = simd::apply<K.f>(c);
    if constexpr (is_bounded(K.f))
        return simd::times_gate<K.g>(y, o);
    else
        return simd::apply<K.g>(o) * y;
}

/// What a state is of its sum.
template<recurrence_key K, class B>
CTNN_INLINE inline B state_function(B x) {
    if constexpr (tanh_divides<K, B>) {
        const auto y = simd::detail::tanh_fraction(x);
        return simd::quotient(y.dividend, y.divisor);
    } else
        return simd::apply<K.f>(x);
}

/// What z and r make of h~'s two parts: `a` does not depend on the state.
template<recurrence_key K, class B>
CTNN_INLINE inline B gru_cell(B z, B r, B a, B inner, B h) {
    const B y = state_function<K>(simd::fma(simd::apply_to_gate<K.g>(r), inner, a));
    z = simd::apply_to_gate<K.g>(z);
    return simd::fma(1.f - z, y, z * h);
}

/// Where many samples keep the processor busy, what counts is the number of instructions, not how long one waits for
/// another: tanh and sigmoid as fractions of e^x, whose divisions are shared. Absolute error 1e-7.
template<recurrence_key K, class B>
CTNN_INLINE inline B lstm_cell_of_many(B i, B f, B candidate, B o, B& c) {
    if constexpr (!has_fractions<K>) {
        return lstm_cell<K>(i, f, candidate, o, c);
    } else {
        using simd::detail::bounded_exp, simd::detail::sigmoid_denominator;
        const B e = bounded_exp<-2, K.f.fast>(candidate);
        const B kept = simd::reciprocal(sigmoid_denominator<K.g.fast>(f)) * c;
        c = kept + simd::quotient(1.f - e, sigmoid_denominator<K.g.fast>(i) * (e + 1.f));
        const B y = bounded_exp<-2, K.f.fast>(c);
        return simd::quotient(1.f - y, sigmoid_denominator<K.g.fast>(o) * (y + 1.f));
    }
}

template<recurrence_key K, class B>
CTNN_INLINE inline B gru_cell_of_many(B z, B r, B a, B inner, B h) {
    if constexpr (!has_fractions<K>) {
        return gru_cell<K>(z, r, a, inner, h);
    } else {
        using simd::detail::bounded_exp, simd::detail::sigmoid_denominator;
        const B e = bounded_exp<-2, K.f.fast>(simd::fma(simd::reciprocal(sigmoid_denominator<K.g.fast>(r)), inner, a));
        const B ez = bounded_exp<-1, K.g.fast>(z), one = simd::reciprocal((ez + 1.f) * (e + 1.f));
        return simd::fma(one * (e + 1.f), h, one * (ez * (1.f - e)));
    }
}

} // namespace ctnn::detail

#ifdef __clang__
#pragma float_control(pop)
#endif

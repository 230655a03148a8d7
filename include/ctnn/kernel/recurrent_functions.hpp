/// The functions of a recurrence's gates. What counts for a state is the absolute error of a gate, which is between 0
/// and 1: some of these are only as good as their largest results. Largest errors against double, of floats of every
/// size, AVX-512 / other machines (units in the last place for results from 1e-6 on):
///   a gate by itself                absolute 7.3e-8 / 8.9e-8, no bound on the relative error / 2.1 units
///   two gates that share a division absolute 1.8e-7 / 1.7e-7, 6.2 / 3.3 units
///   a gate as a fraction            absolute 8.9e-8 / 8.9e-8, 5.2 / 2.1 units
///   tanh as a fraction              absolute 1.4e-7 / 1.4e-7
/// Fast ones: absolute 1e-5.
/// tanh itself, which the state of one sample goes through, is math.hpp's or tanh_fraction: 2.9 units.
#pragma once
#include "../shape/inline.hpp"
#include "function.hpp"

#ifdef __clang__
#pragma float_control(precise, on, push)
#endif

namespace ctnn::simd {

namespace detail {

/// An e^x as power (1 + less).
template<class Batch>
struct parts_of_exp {
    Batch less, power;
};

/// e^(S x) as 2^n e^r for |S x| <= 80. So few n ln 2 need no second part of ln 2 where fma rounds once.
template<int S, class T>
CTNN_INLINE inline parts_of_exp<batch<T>> parts_of_exp_within(batch<T> x) {
    constexpr float magic = 0x1.8p23f + 127; // the sum's last bits are those of 2^n's exponent
    const batch<T> sum = opaque(fma(x, S * log2_e, magic)), n = opaque(sum - magic);
    batch<T> r;
    if constexpr (has_fma<batch<T>>)
        r = fnma(n, 0x1.62e43p-1f, x * float(S));
    else
        r = without_multiples_of_ln2(x * float(S), n);
    return {expm1_reduced(r), as_float(as_int(sum) << 23)};
}

/// Within which |x| is taken to be, so that a product of two e^(S x) is far from overflow.
template<int S>
inline constexpr float bound_of_exp = 41.f / (S < 0 ? -S : S);

/// e^(S x), the exponent taken to be within +-41: to 1.5 units in the last place and 2e-8 |x|, Fast to 1e-5 where that
/// takes less time; NaN gives NaN. S is -1 or -2.
template<int S, bool Fast = false, class T>
CTNN_INLINE inline batch<T> bounded_exp(batch<T> x) {
    constexpr float bound = bound_of_exp<S>;
    const batch<T> bounded = min(bound, max(-bound, x));
    constexpr float scale_to_bits = S * log2_e;
    if constexpr (Fast && !has_lookup<batch<T>>) {
        return keep_nan(x, fast::exp_within<S>(bounded));
    } else if constexpr (has_lookup<batch<T>>) {
        // 2^n 2^r: magic is so large that its last place is 1 / 32, n a multiple of that. Its fraction looks up a
        // power, without the bits that adding the whole number puts there, too.
        constexpr float magic = 393216.f;
        const batch<T> t = fma(bounded, scale_to_bits, magic), n = opaque(t) - magic;
        const batch<T> minus_r = fnma(bounded, scale_to_bits, n);
        const batch<T> power = as_float(as_int(lookup(exp2_table.less, as_int(t))) + (as_int(t) << 18));
        return keep_nan(x, fnma(power * minus_r, fnma(minus_r, exp2_quadratic, exp2_linear), power));
    } else {
        const auto [less, power] = parts_of_exp_within<S>(bounded);
        return keep_nan(x, fma(less, power, power));
    }
}
template<bool Fast = false, class T>
CTNN_INLINE inline batch<T> sigmoid_denominator(batch<T> x) {
    if constexpr (Fast || has_lookup<batch<T>>) {
        return bounded_exp<-1, Fast>(x) + 1.f;
    } else {
        constexpr float bound = bound_of_exp<-1>;
        const auto [less, power] = parts_of_exp_within<-1>(min(bound, max(-bound, x)));
        return keep_nan(x, fma(less, power, power + 1.f));
    }
}

/// tanh(x) as what comes before its division: to 2.9 units in the last place after it.
template<class Batch>
struct fraction {
    Batch dividend, divisor;
};
template<class T>
CTNN_INLINE inline fraction<batch<T>> tanh_fraction(batch<T> x) {
    constexpr float bound = bound_of_exp<-2>;
    const auto [less, power] = parts_of_exp_within<-2>(min(bound, max(-bound, x)));
    return {keep_nan(x, fnma(less, power, opaque(1.f - power))), fma(less, power, power + 1.f)};
}

} // namespace detail

template<class T>
CTNN_INLINE inline batch<T> reciprocal(batch<T> x) {
    return quotient(batch<T>(1.f), x);
}

/// A gate by itself, soon, as what comes next waits for it: where tanh is quick, sigmoid(x) = (1 + tanh(x / 2)) / 2, of
/// which this is the tanh.
template<ops::function G, class Batch>
inline constexpr bool has_quick_gate = G.kind == ops::function_kind::sigmoid&& has_lookup<Batch>;
template<ops::function G, class T>
CTNN_INLINE inline batch<T> begin_gate(batch<T> x) {
    if constexpr (has_quick_gate<G, batch<T>> && G.fast)
        return fast::tanh<2>(x);
    else if constexpr (has_quick_gate<G, batch<T>>)
        return keep_nan(x, with_sign_of_positive(x, detail::tanh_of_magnitude<2>(abs(x))));
    else if constexpr (G.kind == ops::function_kind::sigmoid)
        return reciprocal(detail::sigmoid_denominator<G.fast>(x));
    else
        return apply<G>(x);
}
/// The gate of which `begun` is the beginning.
template<ops::function G, class T>
CTNN_INLINE inline batch<T> end_gate(batch<T> begun) {
    if constexpr (has_quick_gate<G, batch<T>>)
        return fma(begun, 0.5f, 0.5f);
    else
        return begun;
}
/// x gate + y
template<ops::function G, class T>
CTNN_INLINE inline batch<T> end_gate(batch<T> begun, batch<T> x, batch<T> y) {
    if constexpr (has_quick_gate<G, batch<T>>)
        return fma(begun, x * 0.5f, fma(x, 0.5f, y));
    else
        return fma(begun, x, y);
}
template<ops::function G, class T>
CTNN_INLINE inline batch<T> apply_to_gate(batch<T> x) {
    return end_gate<G>(begin_gate<G>(x));
}
/// Two gates at once: the same for a and b in their places.
template<ops::function G, class T>
CTNN_INLINE inline void apply_to_both(batch<T>& a, batch<T>& b) {
    if constexpr (G.kind == ops::function_kind::sigmoid) {
        const batch<T> da = detail::sigmoid_denominator<G.fast>(a), db = detail::sigmoid_denominator<G.fast>(b);
        const batch<T> one = reciprocal(da * db);
        a = one * db, b = one * da;
    } else {
        a = apply<G>(a), b = apply<G>(b);
    }
}

/// x G(a) for |x| <= 1, or anything if G is no sigmoid
template<ops::function G, class T>
CTNN_INLINE inline batch<T> times_gate(batch<T> x, batch<T> a) {
    if constexpr (G.kind == ops::function_kind::sigmoid)
        return quotient(x, detail::sigmoid_denominator<G.fast>(a));
    else
        return x * apply<G>(a);
}

} // namespace ctnn::simd

#ifdef __clang__
#pragma float_control(pop)
#endif

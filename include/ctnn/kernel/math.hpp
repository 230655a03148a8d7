/// Elementary functions of a batch. NaN gives NaN, infinities are right; results below 2^-126 become 0.
///
/// Largest error in units of the last place against double, over every float on AVX-512, AVX2 and SSE:
///   exp 1.05, expm1 1.73, log 0.91, log1p 2.00, sigmoid 2.42 (2.24 with AVX-512), tanh 2.92 (2.50 without).
/// Under g++'s -ffast-math exp may reach 1.3. Polynomials are weighted least squares close to minimax, fitted to their
/// rounded coefficients.
#pragma once
#include "../shape/inline.hpp"
#include "simd.hpp"
#include "tables.hpp"

#ifdef __clang__
#pragma float_control(precise, on, push)
#endif

namespace ctnn::simd {

namespace detail {

/// c[0] + c[1] x + c[2] x^2 + ...
template<class T>
CTNN_INLINE inline batch<T> polynomial(batch<T>, float c) {
    return c;
}
template<class T, class... C>
CTNN_INLINE inline batch<T> polynomial(batch<T> x, float c, C... rest) {
    return fma(x, polynomial(x, rest...), c);
}

inline constexpr float log2_e = 0x1.715476p0f, log2_e_low = 0x1.4ae0cp-26f; // of log2(e) what is left
inline constexpr float ln2_high = 0x1.62e4p-1f, ln2_low = 0x1.7f7d1cp-20f; // n ln2_high is exact

/// e^r - 1 = r + r^2 q(r) for |r| <= ln 2 / 2.
template<class T>
CTNN_INLINE inline batch<T> expm1_reduced(batch<T> r) {
    const batch<T> r2 = r * r;
    const batch<T> low = fma(r, 0.16666545f, 0.49999997f),
                   high = fma(r2, 0.0013868435f, fma(r, 0.008366432f, 0.04166746f));
    return fma(r2, fma(r2, high, low), r);
}

template<class T>
CTNN_INLINE inline batch<T> without_multiples_of_ln2(batch<T> x, batch<T> n) {
    return fnma(n, ln2_low, opaque(fnma(n, ln2_high, x)));
}

inline constexpr float exp_underflow = -87.33654f; // e^x < 2^-126 below
inline constexpr float exp_overflow = 88.72283f;   // e^x is infinite above

/// e^x for x <= 88 (and anything but a trap above, except where has_scale).
template<class T>
CTNN_INLINE inline batch<T> exp_bounded(batch<T> x) {
    if constexpr (has_scale<batch<T>> && has_lookup<batch<T>>) {
        // 2^n 2^(i / 32) 2^r: magic is so large that its last place is 1 / 32. Its sum looks up the power of i / 32,
        // scale takes the whole part of what was added.
        constexpr float magic = 393216.f;
        const batch<T> t = fma(x, log2_e, magic), whole = opaque(opaque(t) - magic);
        const batch<T> minus_r = fnma(x, log2_e_low, fnma(x, log2_e, whole));
        const batch<T> power = lookup(exp2_powers, as_int(t));
        const batch<T> less = minus_r * fnma(minus_r, fnma(minus_r, 0.0555041087f, 0.240226507f), 0.693147181f);
        return scale_from(exp_underflow, x, fnma(power, less, power), whole);
    } else {
        const ints<T> n = nearest_int(x * log2_e);
        const batch<T> y = as_float(as_int(expm1_reduced(without_multiples_of_ln2(x, to_float(n))) + 1.f) + (n << 23));
        return select(x < exp_underflow, 0.f, y); // below it is nonsense
    }
}

} // namespace detail

/// e^x
template<class T>
CTNN_INLINE inline batch<T> exp(batch<T> x) {
    batch<T> y;
    if constexpr (has_scale<batch<T>>)
        y = detail::exp_bounded(min(89.f, x)); // scale overflows as it should
    else
        y = select(x > detail::exp_overflow, infinity<T>(), detail::exp_bounded(x));
    return keep_nan(x, y);
}

/// e^x - 1 for x <= 80
template<class T>
CTNN_INLINE inline batch<T> expm1(batch<T> x) {
    const batch<T> bounded = max(-25.f, x);
    batch<T> n, power;
    if constexpr (has_scale<batch<T>>) {
        n = nearest(bounded * detail::log2_e);
        power = scale(batch<T>(1.f), n);
    } else {
        const ints<T> whole = nearest_int(bounded * detail::log2_e);
        n = to_float(whole);
        power = as_float((whole + 127) << 23);
    }
    const batch<T> p = detail::expm1_reduced(detail::without_multiples_of_ln2(bounded, n));
    return keep_nan(x, fma(p, power, opaque(power - 1.f)));
}

/// log(1 + x) for 0 <= x <= 1: 2 atanh(x / (2 + x))
template<class T>
CTNN_INLINE inline batch<T> log1p(batch<T> x) {
    const batch<T> s = quotient(x, x + 2.f), z = s * s;
    return fma(s * z, detail::polynomial(z, 0.6666642f, 0.40021434f, 0.28003097f, 0.28006372f), s + s);
}

/// The natural logarithm.
template<class T>
CTNN_INLINE inline batch<T> log(batch<T> x) {
    const auto tiny = x < 0x1p-126f;
    const batch<T> scaled = select(tiny, x * 0x1p23f, x);
    const ints<T> bits = as_int(scaled), n = (bits - 0x3f3504f3) >> 23; // 2^n sqrt(1/2) <= x
    const batch<T> f = as_float(bits - (n << 23)) - 1.f, f2 = f * f;
    const batch<T> exponent = to_float(n) + select(tiny, -23.f, 0.f);
    const batch<T> tail = detail::polynomial(f, 0.3333333f, -0.2500082f, 0.20001242f, -0.16623409f, 0.14201581f,
                                             -0.13159613f, 0.12762198f, -0.07636395f);
    batch<T> y = fma(f2 * f, tail, fma(exponent, detail::ln2_low, f2 * -0.5f));
    y = fma(exponent, detail::ln2_high, opaque(y + f));
    y = select(x <= 0x1.fffffep127f, y, x); // infinity and NaN
    y = select(x == 0.f, -infinity<T>(), y);
    return keep_nan(x, select(x < 0.f, nan<T>(), y));
}

/// 1 / (1 + e^-x)
template<class T>
CTNN_INLINE inline batch<T> sigmoid(batch<T> x) {
    const batch<T> e = detail::exp_bounded(min(30.f, x));
    return keep_nan(x, part_with_one(e));
}

namespace detail {

/// tanh(a / D) for a >= 0, D a power of 2: a polynomial of degree 5 for each of 32 intervals. No division, so half the
/// latency.
template<int D, class T>
CTNN_INLINE inline batch<T> tanh_of_magnitude(batch<T> a) {
    constexpr float scale = 1.f / D;
    const batch<T> bounded = min(31.4f * tanh_step, D == 1 ? a : a * scale);
    // the sum's last bits are the number of the interval: lookup takes it as it is, without two conversions
    const batch<T> sum = opaque(fma(a, scale / tanh_step, 0x1.8p23f));
    const ints<T> i = min(0x4b40'001f, as_int(sum)); // the last interval
    const batch<T> r = fnma(opaque(as_float(i) - 0x1.8p23f), tanh_step, bounded), r2 = r * r;
    const auto c = [&](int k) CTNN_INLINE { return lookup(tanh_coefficients[k], i); };
    return fma(fma(fma(r, c(5), c(4)), r2, fma(r, c(3), c(2))), r2, fma(r, c(1), c(0)));
}

} // namespace detail

template<class T>
CTNN_INLINE inline batch<T> tanh(batch<T> x) {
    const batch<T> a = abs(x);
    batch<T> y;
    if constexpr (has_lookup<batch<T>>) {
        y = detail::tanh_of_magnitude<1>(a);
    } else {
        const batch<T> e = expm1(a * -2.f);
        y = quotient(e, e + 2.f); // negative: the sign goes
    }
    if constexpr (has_lookup<batch<T>>)
        return keep_nan(x, with_sign_of_positive(x, y));
    else
        return keep_nan(x, with_sign_of(x, y));
}

/// The probability that a standard normal variable is below x: (1 + erf(x / sqrt 2)) / 2; absolute error 1.2e-7. Below
/// 0 it is e^-p(|x|) / 2 with a polynomial p.
template<class T>
CTNN_INLINE inline batch<T> normal_cdf(batch<T> x) {
    const batch<T> a = min(14.f, abs(x));
    const batch<T> p = a * detail::polynomial(a, 0.79788846f, 0.31826347f, 0.03651541f, -0.0051044216f, 0.00026905242f,
                                              5.208122e-05f, -1.0259037e-05f, 4.854536e-07f);
    const batch<T> tail = detail::exp_bounded(-p) * 0.5f;
    return keep_nan(x, select(x < 0.f, tail, 1.f - tail));
}

} // namespace ctnn::simd

#ifdef __clang__
#pragma float_control(pop)
#endif

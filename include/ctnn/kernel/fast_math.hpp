/// Elementary functions with fewer steps than math.hpp's, for activations = fast. NaN gives NaN, and infinities what
/// they must; exp's results below 2^-126 become 0.
///
/// Largest errors against double, over floats of every size and on every instruction set: exp and tanh 1e-5 |y|,
/// sigmoid 5e-6.
#pragma once
#include "../shape/inline.hpp"
#include "math.hpp"

#ifdef __clang__
#pragma float_control(precise, on, push)
#endif

namespace ctnn::simd::fast {

/// e^(S x) for S x from -87.3 to 88.7: 2^n 2^-s with a polynomial for |s| <= 1 / 2, which is 1 at 0.
template<int S = 1, class T>
CTNN_INLINE inline batch<T> exp_within(batch<T> x) {
    constexpr float magic = 0x1.8p23f, scale_to_bits = S * simd::detail::log2_e; // the sum's last bits are n
    const batch<T> sum = opaque(fma(x, scale_to_bits, magic)), n = opaque(sum - magic);
    const batch<T> s = fnma(x, scale_to_bits, n);
    const batch<T> power =
        simd::detail::polynomial(s, 1.f, -0.693124175f, 0.240241006f, -0.0559067391f, 0.00958282221f);
    if constexpr (has_scale<batch<T>>)
        return scale(power, n);
    else
        return as_float(as_int(power) + (as_int(sum) << 23));
}

/// e^x for x <= 88.7
template<class T>
CTNN_INLINE inline batch<T> exp_bounded(batch<T> x) {
    return select(x < simd::detail::exp_underflow, 0.f, exp_within(x));
}

template<class T>
CTNN_INLINE inline batch<T> exp(batch<T> x) {
    if constexpr (has_scale<batch<T>>)
        return keep_nan(x, exp_bounded(min(89.f, x))); // scale overflows as it should
    else
        return keep_nan(x, select(x > simd::detail::exp_overflow, infinity<T>(), exp_bounded(x)));
}

/// tanh(x / D), D a power of 2: by a polynomial of degree 3 for each of 32 intervals, or as a fraction.
template<int D = 1, class T>
CTNN_INLINE inline batch<T> tanh(batch<T> x) {
    using simd::detail::fast_tanh_step, simd::detail::fast_tanh_coefficients;
    const batch<T> part = D == 1 ? x : x * (1.f / D);
    if constexpr (has_lookup<batch<T>>) {
        constexpr float magic = 0x1.8p23f;
        const batch<T> a = min(31 * fast_tanh_step, abs(part)), sum = opaque(fma(a, 1 / fast_tanh_step, magic));
        const batch<T> r = fnma(opaque(sum - magic), fast_tanh_step, a);
        const auto c = [&](int k) CTNN_INLINE { return lookup(fast_tanh_coefficients[k], as_int(sum)); };
        return keep_nan(x, with_sign_of_positive(x, fma(r, fma(r, fma(r, c(3), c(2)), c(1)), c(0))));
    } else {
        constexpr float bound = 6.66619f; // where the fraction comes to 1
        const batch<T> a = max(-bound, min(bound, part)), z = a * a;
        const batch<T> p = a * simd::detail::polynomial(z, 0.999999464f, 0.12394847f, 0.00236027292f, 4.33361129e-06f);
        const batch<T> q = simd::detail::polynomial(z, 1.f, 0.457277685f, 0.0214583818f, 0.000151493732f);
        return keep_nan(x, max(-1.f, min(1.f, quotient(p, q))));
    }
}

/// 1 / (1 + e^-x), as a factor of x needs it.
template<class T>
CTNN_INLINE inline batch<T> relative_sigmoid(batch<T> x) {
    const batch<T> e = exp_bounded(min(30.f, x));
    return keep_nan(x, quotient(e, e + 1.f));
}

template<class T>
CTNN_INLINE inline batch<T> sigmoid(batch<T> x) {
    if constexpr (has_lookup<batch<T>>) // tanh is quick
        return fma(tanh<2>(x), 0.5f, 0.5f);
    else
        return relative_sigmoid(x);
}

} // namespace ctnn::simd::fast

#ifdef __clang__
#pragma float_control(pop)
#endif

/// Elementary functions of one number that also run in constant expressions: what <cmath> cannot do before C++26.
///
/// double: at most 2 ulp (tanh: 3, erfc: 5); float: computed in double and rounded once, so half an ulp and a bit. NaN
/// and infinities as in <cmath>. Nothing here relies on NaN arithmetic or on an overflowing result, which constant
/// expressions refuse. Polynomials without a name are interpolations at Chebyshev nodes.
///
/// At run time they forward to the compiler's built-ins, which under -ffast-math may be faster ones of 4 ulp. NaN and
/// infinities are recognised by their bits, so that -ffinite-math-only cannot remove the tests (but to give such a
/// number to a function that is not inlined is undefined in clang then).
#pragma once
#include "../shape/bits.hpp"

#ifdef __clang__
#pragma float_control(precise, on, push) // right under -ffast-math; g++ needs no such word, its tests are on bits
#endif

namespace ctnn::math {

template<class T>
inline constexpr T infinity = T(__builtin_inf());
template<class T>
inline constexpr T nan = T(__builtin_nan(""));

constexpr double abs(double x) {
    return __builtin_bit_cast(double, __builtin_bit_cast(std::uint64_t, x) & std::uint64_t(-1) >> 1);
}
constexpr float abs(float x) {
    return __builtin_bit_cast(float, __builtin_bit_cast(std::uint32_t, x) & std::uint32_t(-1) >> 1);
}

/// To float; what is too large becomes infinite.
constexpr float narrow(double x) {
    constexpr double limit = 0x1.ffffffp127; // the first double that rounds to infinity
    if (x >= limit) return infinity<float>;
    if (x <= -limit) return -infinity<float>;
    return float(x);
}

namespace detail {

inline constexpr double ln2_high = 0x1.62e42feep-1,
                        ln2_low = 0x1.a39ef35793c76p-33; // their sum is ln 2; k * high is exact

/// c[0] x^n + ... + c[n]. A fold and not a loop: clang counts a fold as one step of a constant evaluation.
template<class... C>
constexpr double polynomial(double x, C... c) {
    double sum = 0;
    ((sum = sum * x + c), ...);
    return sum;
}

constexpr double power_of_two(int n) { return from_bits(std::uint64_t(n + 1023) << 52); } // -1022 <= n <= 1023

/// x = n ln 2 + r with |r| <= ln 2 / 2.
struct reduced {
    int n;
    double r;
};
constexpr reduced reduce(double x) {
    int n = int(x * 1.4426950408889634 + (x < 0 ? -0.5 : 0.5));
    return {n, x - n * ln2_high - n * ln2_low};
}

/// e^r - 1 for |r| <= ln 2 / 2: Taylor's series to r^14.
constexpr double expm1_reduced(double r) {
    return r + r * r *
                   polynomial(r, 1 / 87178291200., 1 / 6227020800., 1 / 479001600., 1 / 39916800., 1 / 3628800.,
                              1 / 362880., 1 / 40320., 1 / 5040., 1 / 720., 1 / 120., 1 / 24., 1 / 6., 1 / 2.);
}

constexpr double exp(double x) {
    if (is_nan(x)) return x;
    if (x > 709.78271289338397) return infinity<double>;
    if (x < -745.2) return 0;
    auto [n, r] = reduce(x);
    return (1 + expm1_reduced(r)) * power_of_two(n / 2) * power_of_two(n - n / 2);
}

constexpr double expm1(double x) {
    if (is_nan(x) || abs(x) < 0x1p-54) return x;
    if (x > 40) return exp(x) - 1;
    if (x < -40) return -1;
    auto [n, r] = reduce(x);
    double scale = power_of_two(n);
    return expm1_reduced(r) * scale + (scale - 1);
}

/// log(1 + f) = 2 atanh(f / (2 + f)), arranged so that f, the largest part, is added last.
constexpr double log(double x) {
    if (is_nan(x)) return x;
    if (x == 0) return -infinity<double>;
    if (is_negative(x)) return nan<double>;
    if (is_infinite(x)) return x;
    int n = 0;
    if (x < 0x1p-1022) x *= 0x1p54, n = -54;
    n += int(bits(x) >> 52) - 1023;
    double m = from_bits((bits(x) & std::uint64_t(-1) >> 12) | std::uint64_t(1023) << 52);
    if (m > 1.4142135623730951) m *= 0.5, ++n;
    double f = m - 1, s = f / (2 + f), z = s * s, half = 0.5 * f * f;
    double rest = z * polynomial(z, 2 / 23., 2 / 21., 2 / 19., 2 / 17., 2 / 15., 2 / 13., 2 / 11., 2 / 9., 2 / 7.,
                                 2 / 5., 2 / 3.);
    return n * ln2_high - ((half - (s * (half + rest) + n * ln2_low)) - f);
}

constexpr double log1p(double x) {
    if (is_nan(x) || abs(x) < 0x1p-54) return x;
    if (x == -1) return -infinity<double>;
    if (x < -1) return nan<double>;
    if (x > 0x1p53) return log(x);
    double u = 1 + x, lost = x < 1 ? x - (u - 1) : 1 - (u - x);
    return log(u) + lost / u;
}

constexpr double sqrt(double x) {
    if (is_nan(x) || x == 0) return x;
    if (is_negative(x)) return nan<double>;
    if (is_infinite(x)) return x;
    double scale = 1;
    if (x < 0x1p-1022) x *= 0x1p108, scale = 0x1p-54;
    int n = (int(bits(x) >> 52) - 1023) & ~1; // even, towards -infinity
    double m = x * power_of_two(-n / 2) * power_of_two(-n / 2),
           y = 0.51858 + 0.526018 * m - 0.039549 * m * m; // 1 <= m < 4
    y = 0.5 * (y + m / y), y = 0.5 * (y + m / y), y = 0.5 * (y + m / y);
    return y * power_of_two(n / 2) * scale;
}

constexpr double tanh(double x) {
    if (is_nan(x) || abs(x) < 0x1p-28) return x;
    double a = abs(x), t = 0;
    if (a > 20)
        t = 1;
    else if (a >= 1)
        t = 1 - 2 / (expm1(2 * a) + 2);
    else
        t = expm1(-2 * a), t = -t / (t + 2);
    return x < 0 ? -t : t;
}

/// erf(x) for |x| <= 0.75.
constexpr double erf_small(double x) {
    return x * polynomial(x * x, 1.1472499701094691e-08, -1.5940066854661717e-07, 1.643068417974155e-06,
                          -1.4924196305569617e-05, 0.00012055289567541706, -0.0008548326188759752, 0.005223977615420539,
                          -0.026866170644428485, 0.11283791670952596, -0.37612638903183715, 1.1283791670955126);
}

/// erfc(x) for x >= 0.75, as e^(-x^2) / (1 + 2 x) times a polynomial in (x - 4) / (x + 4).
constexpr double erfc_large(double x) {
    if (x > 27.3) return 0;
    double high = from_bits(bits(x) & std::uint64_t(-1) << 27), low = x - high, square = x * x;
    double lost = ((high * high - square) + 2 * high * low) + low * low; // x^2 - square, exactly
    double t = (x - 4) / (x + 4);
    double p = polynomial(t, -1.957424074212662e-08, 7.97379566112316e-08, 8.45587471901452e-08, -7.949149282105125e-07,
                          2.817718190193912e-07, 5.692072736894521e-06, -1.1214740187742729e-05,
                          -2.4392857871123476e-05, 0.0001506191023045993, -0.00019925815355818023,
                          -0.0007577727357132399, 0.005031970189530972, -0.016197734129440578, 0.03716751551891285,
                          -0.06633036580691523, 0.09373283499925197, -0.10103906603650287, 0.06809705425467243,
                          0.015379652102622616, -0.1396211168405624, 1.2329951186255526);
    return exp(-square) * (1 - lost) * p / (1 + 2 * x);
}

constexpr double erf(double x) {
    if (is_nan(x)) return x;
    if (abs(x) <= 0.75) return erf_small(x);
    return x < 0 ? erfc_large(-x) - 1 : 1 - erfc_large(x);
}

constexpr double erfc(double x) {
    if (is_nan(x)) return x;
    if (abs(x) <= 0.75) return 1 - erf_small(x);
    return x < 0 ? 2 - erfc_large(-x) : erfc_large(x);
}

constexpr double floor(double x) {
    if (is_nan(x) || abs(x) >= 0x1p52 || x == 0) return x;
    double whole = double(std::int64_t(x));
    return whole > x ? whole - 1 : whole;
}

} // namespace detail

constexpr double exp(double x) { return __builtin_is_constant_evaluated() ? detail::exp(x) : __builtin_exp(x); }
constexpr double expm1(double x) { return __builtin_is_constant_evaluated() ? detail::expm1(x) : __builtin_expm1(x); }
constexpr double log(double x) { return __builtin_is_constant_evaluated() ? detail::log(x) : __builtin_log(x); }
constexpr double log1p(double x) { return __builtin_is_constant_evaluated() ? detail::log1p(x) : __builtin_log1p(x); }
constexpr double sqrt(double x) { return __builtin_is_constant_evaluated() ? detail::sqrt(x) : __builtin_sqrt(x); }
constexpr double tanh(double x) { return __builtin_is_constant_evaluated() ? detail::tanh(x) : __builtin_tanh(x); }
constexpr double erf(double x) { return __builtin_is_constant_evaluated() ? detail::erf(x) : __builtin_erf(x); }
constexpr double erfc(double x) { return __builtin_is_constant_evaluated() ? detail::erfc(x) : __builtin_erfc(x); }
constexpr double floor(double x) { return __builtin_is_constant_evaluated() ? detail::floor(x) : __builtin_floor(x); }

constexpr float exp(float x) { return narrow(exp(double(x))); }
constexpr float expm1(float x) { return narrow(expm1(double(x))); }
constexpr float log(float x) { return float(log(double(x))); }
constexpr float log1p(float x) { return float(log1p(double(x))); }
constexpr float sqrt(float x) { return float(sqrt(double(x))); }
constexpr float tanh(float x) { return float(tanh(double(x))); }
constexpr float erf(float x) { return float(erf(double(x))); }
constexpr float erfc(float x) { return float(erfc(double(x))); }
constexpr float floor(float x) { return float(floor(double(x))); }

/// x^n, also for negative n.
constexpr double power(double x, int n) {
    double result = 1, factor = n < 0 ? 1 / x : x;
    for (unsigned left = n < 0 ? 0u - unsigned(n) : unsigned(n); left; left >>= 1) {
        if (left & 1) result *= factor;
        if (left > 1) factor *= factor; // not once too often: it might overflow
    }
    return result;
}

} // namespace ctnn::math

#ifdef __clang__
#pragma float_control(pop)
#endif

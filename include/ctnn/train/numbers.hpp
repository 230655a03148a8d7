/// Functions of one number that schedules and optimizers need besides op/math.hpp's; they run in constant expressions.
#pragma once
#include "../op/math.hpp"

namespace ctnn::math {

namespace detail {

/// cos x for 0 <= x <= pi/4, sin x for the same: Taylor's series.
constexpr double cos_small(double x) {
    return polynomial(x * x, -1 / 87178291200., 1 / 479001600., -1 / 3628800., 1 / 40320., -1 / 720., 1 / 24., -0.5, 1);
}
constexpr double sin_small(double x) {
    return x * polynomial(x * x, -1 / 1307674368000., 1 / 6227020800., -1 / 39916800., 1 / 362880., -1 / 5040.,
                          1 / 120., -1 / 6., 1);
}

/// For |x| up to some thousands, to about 1e-15 absolute.
constexpr double cos(double x) {
    constexpr double half_high = 0x1.921fb544p0,
                     half_low = 0x1.0b4611a626331p-34; // their sum is pi / 2; n * high is exact
    x = abs(x);
    const double n = floor(x / half_high + 0.5), r = (x - n * half_high) - n * half_low;
    const auto quarter = unsigned(static_cast<unsigned long long>(n) & 3);
    const double y = quarter % 2 ? (r < 0 ? -sin_small(-r) : sin_small(r)) : cos_small(r);
    return quarter == 1 || quarter == 2 ? -y : y;
}

/// x^y for x >= 0.
constexpr double pow(double x, double y) {
    if (y == 0) return 1;
    if (x == 0) return y < 0 ? infinity<double> : 0;
    return exp(y * log(x));
}

} // namespace detail

constexpr double cos(double x) { return __builtin_is_constant_evaluated() ? detail::cos(x) : __builtin_cos(x); }
constexpr float cos(float x) { return float(cos(double(x))); }

constexpr double pow(double x, double y) {
    return __builtin_is_constant_evaluated() ? detail::pow(x, y) : __builtin_pow(x, y);
}
constexpr float pow(float x, float y) { return narrow(pow(double(x), double(y))); }

} // namespace ctnn::math

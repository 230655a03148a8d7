/// y = x interpolated along one axis, with half-pixel centres as in TensorFlow's resize without antialiasing
#pragma once
#include "builder.hpp"
#include "math.hpp"
#include "operation.hpp"

namespace ctnn::ops {

/// `axis` of x gets the extent n. At the border the weights of the elements that are there are scaled to sum 1.
constexpr value resample(resample_kind kind, const value& x, int axis, int n) {
    if (x.shape()[axis] == n) return x;
    attributes a = {};
    a.variant = int(kind);
    a.axis = axis;
    return detail::emit(op_kind::resample, x.shape().with(axis, n), a, x);
}

namespace detail {

/// sin(pi x).
template<unsigned Options = compiled_for>
constexpr double sine_of_pi(double x) {
    x -= 2 * math::floor(x / 2); // [0, 2)
    const double sign = x >= 1 ? -1 : 1;
    x = x >= 1 ? x - 1 : x; // [0, 1)
    const double t = 3.141592653589793 * (x > 0.5 ? 1 - x : x), t2 = t * t;
    double term = t, sum = t;
    for (int k = 2; k <= 20; k += 2) sum += term *= -t2 / (k * (k + 1));
    return sign * sum;
}

constexpr int resample_radius(resample_kind kind) {
    return kind == resample_kind::bilinear   ? 1
           : kind == resample_kind::bicubic  ? 2
           : kind == resample_kind::lanczos3 ? 3
                                             : 5;
}

/// The weight of an element at this distance.
template<unsigned Options = compiled_for>
constexpr double resample_weight(resample_kind kind, double distance) {
    const double d = math::abs(distance), r = resample_radius(kind);
    if (d >= r) return 0;
    if (kind == resample_kind::bilinear) return 1 - d;
    if (kind == resample_kind::bicubic) // Keys, a = -1/2
        return d <= 1 ? (1.5 * d - 2.5) * d * d + 1 : ((-0.5 * d + 2.5) * d - 4) * d + 2;
    if (d < 1e-3) return 1;
    const double pi_d = 3.141592653589793 * d;
    return r * sine_of_pi(d) * sine_of_pi(d / r) / (pi_d * pi_d);
}

/// Which elements make element `at` of the result, and their weights.
struct resample_taps {
    int first = 0, count = 0;
    double weight[12] = {};

    template<unsigned Options = compiled_for>
    constexpr resample_taps(resample_kind kind, int in, int out, int at) {
        const double position = (at + 0.5) * in / out - 0.5;
        const int radius = resample_radius(kind), base = int(math::floor(position));
        double rest = position - base;
        // TensorFlow reads Keys' kernel from a table of 1024 steps; at thirds that is seen in the fourth digit
        if (kind == resample_kind::bicubic) rest = math::floor(rest * 1024 + 0.5) / 1024;
        double sum = 0;
        for (int k = base - radius + 1; k <= base + radius; ++k) {
            if (k < 0 || k >= in) continue;
            if (count == 0) first = k;
            sum += weight[count++] = resample_weight(kind, base + rest - k);
        }
        for (int k = 0; k < count; ++k) weight[k] /= sum;
    }
};

} // namespace detail

template<>
struct operation<op_kind::resample> {
    template<class T>
    static constexpr void evaluate(const op& o, const extents* in, const T* const* x, T* y) {
        const int axis = o.attr.axis, n = in[0][axis], m = o.out[axis];
        const int outer = int(o.out.product(0, axis)), inner = int(o.out.product(axis + 1, o.out.rank));
        for (int j = 0; j < m; ++j) {
            const detail::resample_taps taps(resample_kind(o.attr.variant), n, m, j);
            for (int a = 0; a < outer; ++a)
                for (int i = 0; i < inner; ++i) {
                    const T* from = x[0] + (a * n + taps.first) * inner + i;
                    T sum = 0;
                    for (int k = 0; k < taps.count; ++k) sum += T(taps.weight[k]) * from[k * inner];
                    y[(a * m + j) * inner + i] = sum;
                }
        }
    }
};

} // namespace ctnn::ops

/// What the operations of normalize.hpp compute.
#pragma once
#include "../math.hpp"
#include "../operation.hpp"
#include "normalize.hpp"

namespace ctnn::ops {
namespace detail {

/// x (outer, c, inner) as the loops over one run see it: f(element, channel).
template<class F>
constexpr void each_channel(const extents& e, int axis, const F& f) {
    const int c = e[axis], outer = int(e.product(0, axis)), inner = int(e.product(axis + 1, e.rank));
    for (int b = 0, at = 0; b < outer; ++b)
        for (int i = 0; i < c; ++i)
            for (int k = 0; k < inner; ++k, ++at) f(at, i);
}

template<class T>
constexpr T deviation(const T* moments, int c, int i, float epsilon) {
    return T(math::sqrt(double(moments[c + i]) + double(epsilon)));
}

} // namespace detail

template<>
struct operation<op_kind::moments> {
    template<class T>
    static constexpr void evaluate_across(const op& o, const extents* in, const int* each, int runs, const T* const* x,
                                          T* y) {
        const int c = o.out[1];
        const double n = double(in[0].size()) / c * runs;
        double* const sum = new double[std::size_t(2 * c)]();
        for (int r = 0; r < runs; ++r)
            detail::each_channel(in[0], o.attr.axis, [&](int at, int i) { sum[i] += double(x[0][r * each[0] + at]); });
        for (int i = 0; i < c; ++i) sum[i] /= n;
        for (int r = 0; r < runs; ++r)
            detail::each_channel(in[0], o.attr.axis, [&](int at, int i) {
                const double d = double(x[0][r * each[0] + at]) - sum[i];
                sum[c + i] += d * d;
            });
        for (int i = 0; i < c; ++i) y[i] = T(sum[i]), y[c + i] = T(sum[c + i] / n), y[2 * c + i] = T(n);
        delete[] sum;
    }
};

template<>
struct operation<op_kind::normalize> {
    template<class T>
    static constexpr void evaluate(const op& o, const extents* in, const T* const* x, T* y) {
        const int c = in[1][1];
        const T* const gamma = o.attr.variant & 1 ? x[2] : nullptr;
        const T* const beta = o.attr.variant & 2 ? x[2 + (o.attr.variant & 1)] : nullptr;
        detail::each_channel(o.out, o.attr.axis, [&](int at, int i) {
            const T s = (gamma ? gamma[i] : T(1)) / detail::deviation(x[1], c, i, o.attr.value);
            y[at] = (x[0][at] - x[1][i]) * s + (beta ? beta[i] : T(0));
        });
    }
};

template<>
struct operation<op_kind::normalize_sums> {
    template<class T>
    static constexpr void evaluate_across(const op& o, const extents* in, const int* each, int runs, const T* const* x,
                                          T* y) {
        const int c = o.out[1];
        for (int i = 0; i < 2 * c; ++i) y[i] = 0;
        for (int r = 0; r < runs; ++r)
            detail::each_channel(in[0], o.attr.axis, [&](int at, int i) {
                const T dy = x[0][r * each[0] + at];
                y[i] += dy;
                y[c + i] += dy * (x[1][r * each[1] + at] - x[2][i]) / detail::deviation(x[2], c, i, o.attr.value);
            });
    }
};

template<>
struct operation<op_kind::normalize_gradient> {
    template<class T>
    static constexpr void evaluate(const op& o, const extents* in, const T* const* x, T* y) {
        const int c = in[2][1];
        const T *m = x[2], *sums = x[3];
        detail::each_channel(o.out, o.attr.axis, [&](int at, int i) {
            const T d = detail::deviation(m, c, i, o.attr.value), n = m[2 * c + i];
            const T s = (o.attr.variant & 1 ? x[4][i] : T(1)) / d;
            y[at] = s * (x[0][at] - sums[i] / n - (x[1][at] - m[i]) / d * sums[c + i] / n);
        });
    }
};

} // namespace ctnn::ops

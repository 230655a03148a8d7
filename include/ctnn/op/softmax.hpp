/// y = softmax(x) and its relatives, over some of the axes
#pragma once
#include "builder.hpp"
#include "group.hpp"
#include "math.hpp"
#include "operation.hpp"

namespace ctnn::ops {

/// Over the axes whose bits are set in `axes`, together.
///   softmax:     e^x / sum(e^x)
///   log_softmax: x - log(sum(e^x))
///   sparsemax:   max(x - tau, 0). Keras' tau: with x sorted downwards, c its cumulated sums and k the number of i for
///                which x[i] > (c[i] - 1) / i, it is (c[1] + ... + c[k] - 1) / k. (The published one has c[k] alone.)
constexpr value softmax(softmax_kind kind, const value& x, unsigned axes) {
    attributes a = {};
    a.axes = axes;
    a.variant = int(kind);
    return detail::emit(op_kind::softmax, x.shape(), a, x);
}

namespace detail {

/// Keras' threshold of sparsemax; sorts `v`.
template<unsigned Options = compiled_for>
constexpr double sparsemax_threshold(double* v, int n) {
    for (int i = 1; i < n; ++i) {
        const double x = v[i];
        int k = i;
        for (; k > 0 && v[k - 1] < x; --k) v[k] = v[k - 1];
        v[k] = x;
    }
    double sum = 0, sums = 0;
    int support = 0;
    for (int i = 0; i < n; ++i) {
        sum += v[i];
        if (v[i] - (sum - 1) / (i + 1) > 0) sums += sum, ++support;
    }
    return (sums - 1) / support;
}

} // namespace detail

template<>
struct operation<op_kind::softmax> {
    template<class T>
    static constexpr void evaluate(const op& o, const extents* in, const T* const* x, T* y) {
        const detail::offsets group(in[0], o.attr.axes), first(in[0], ~o.attr.axes);
        const softmax_kind kind = softmax_kind(o.attr.variant);
        const int n = group.n;
        double* v = new double[std::size_t(n > 0 ? n : 1)]();
        for (int g = 0; g < first.n; ++g) {
            const T* a = x[0] + first.at[g];
            T* b = y + first.at[g];
            for (int i = 0; i < n; ++i) v[i] = double(a[group.at[i]]);
            if (kind == softmax_kind::sparsemax) {
                const double tau = detail::sparsemax_threshold(v, n);
                for (int i = 0; i < n; ++i) {
                    const double d = double(a[group.at[i]]) - tau;
                    b[group.at[i]] = d < 0 ? T(0) : T(d);
                }
                continue;
            }
            double largest = v[0], sum = 0;
            for (int i = 1; i < n; ++i)
                if (v[i] > largest || v[i] != v[i]) largest = v[i];
            for (int i = 0; i < n; ++i) v[i] -= largest;
            for (int i = 0; i < n; ++i) {
                const double e = math::exp(v[i]);
                sum += e;
                if (kind == softmax_kind::softmax) v[i] = e;
            }
            if (kind == softmax_kind::log_softmax) {
                const double shift = math::log(sum);
                for (int i = 0; i < n; ++i) b[group.at[i]] = T(v[i] - shift);
            } else
                for (int i = 0; i < n; ++i) b[group.at[i]] = T(v[i] / sum);
        }
        delete[] v;
    }
};

} // namespace ctnn::ops

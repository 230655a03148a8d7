/// dx from y = softmax(x) and dy, over some of the axes
///   softmax:     y (dy - sum(y dy))
///   log_softmax: dy - e^y sum(dy)
///   sparsemax:   (y > 0 ? dy : 0) - c sum(dy where y > 0), c = dt/dx for Keras' threshold t: of the k largest x, the
///                first has c = k / k, the next (k - 1) / k, ... the last 1 / k, the others 0
#pragma once
#include "../builder.hpp"
#include "../group.hpp"
#include "../math.hpp"
#include "../operation.hpp"

namespace ctnn::ops {

/// All of one shape; x is needed by sparsemax alone.
constexpr value softmax_gradient(softmax_kind kind, const value& x, const value& y, const value& dy, unsigned axes) {
    attributes a = {};
    a.axes = axes;
    a.variant = int(kind);
    return kind == softmax_kind::sparsemax ? detail::emit(op_kind::softmax_gradient, y.shape(), a, y, dy, x)
                                           : detail::emit(op_kind::softmax_gradient, y.shape(), a, y, dy);
}

template<>
struct operation<op_kind::softmax_gradient> {
    template<class T>
    static constexpr void evaluate(const op& o, const extents* in, const T* const* x, T* dx) {
        const detail::offsets group(in[0], o.attr.axes), first(in[0], ~o.attr.axes);
        const softmax_kind kind = softmax_kind(o.attr.variant);
        for (int g = 0; g < first.n; ++g) {
            const T *y = x[0] + first.at[g], *dy = x[1] + first.at[g];
            T* to = dx + first.at[g];
            double sum = 0;
            for (int i = 0; i < group.n; ++i) {
                const double v = double(y[group.at[i]]), d = double(dy[group.at[i]]);
                sum += kind == softmax_kind::softmax ? v * d : kind == softmax_kind::log_softmax || v > 0 ? d : 0;
            }
            if (kind == softmax_kind::sparsemax) {
                sparsemax(group, x[2] + first.at[g], y, dy, sum, to);
                continue;
            }
            for (int i = 0; i < group.n; ++i) {
                const int at = group.at[i];
                const double v = double(y[at]), d = double(dy[at]);
                to[at] = kind == softmax_kind::softmax ? T(v * (d - sum)) : T(d - math::exp(v) * sum);
            }
        }
    }

private:
    template<class T>
    static constexpr void sparsemax(const detail::offsets& group, const T* x, const T* y, const T* dy, double sum,
                                    T* to) {
        // how many are larger, and whether x is among the largest that the threshold is made from
        int* const larger = new int[std::size_t(group.n)]();
        int k = 0;
        for (int i = 0; i < group.n; ++i) {
            const double v = double(x[group.at[i]]);
            double total = v;
            for (int j = 0; j < group.n; ++j)
                if (const double w = double(x[group.at[j]]); w > v || (w == v && j < i)) ++larger[i], total += w;
            if (v - (total - 1) / (larger[i] + 1) > 0) ++k;
        }
        for (int i = 0; i < group.n; ++i) {
            const int at = group.at[i];
            to[at] = T((y[at] > 0 ? double(dy[at]) : 0) - (larger[i] < k ? double(k - larger[i]) / k * sum : 0));
        }
        delete[] larger;
    }
};

} // namespace ctnn::ops

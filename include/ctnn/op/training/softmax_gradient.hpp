/// dx from y = softmax(x) and dy, over some of the axes
///   softmax:     y (dy - sum(y dy))
///   log_softmax: dy - e^y sum(dy)
///   sparsemax:   where y > 0, dy less its mean there
#pragma once
#include "../builder.hpp"
#include "../group.hpp"
#include "../math.hpp"
#include "../operation.hpp"

namespace ctnn::ops {

constexpr value softmax_gradient(softmax_kind kind, const value& y, const value& dy, unsigned axes) {
    attributes a = {};
    a.axes = axes;
    a.variant = int(kind);
    return detail::emit(op_kind::softmax_gradient, y.shape(), a, y, dy);
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
            int support = 0;
            for (int i = 0; i < group.n; ++i) {
                const double v = double(y[group.at[i]]), d = double(dy[group.at[i]]);
                if (kind == softmax_kind::softmax)
                    sum += v * d;
                else if (kind == softmax_kind::log_softmax)
                    sum += d;
                else if (v > 0)
                    sum += d, ++support;
            }
            for (int i = 0; i < group.n; ++i) {
                const int at = group.at[i];
                const double v = double(y[at]), d = double(dy[at]);
                if (kind == softmax_kind::softmax)
                    to[at] = T(v * (d - sum));
                else if (kind == softmax_kind::log_softmax)
                    to[at] = T(d - math::exp(v) * sum);
                else
                    to[at] = v > 0 ? T(d - sum / support) : T(0);
            }
        }
    }
};

} // namespace ctnn::ops

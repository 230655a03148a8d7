/// dx of standardize: s (dy - mean(dy) - z mean(z dy)), s = 1 / sqrt(variance + epsilon), z = s (x - mean)
#pragma once
#include "../builder.hpp"
#include "../group.hpp"
#include "../math.hpp"
#include "../operation.hpp"

namespace ctnn::ops {

/// Over the axes whose bits are set in `axes`.
constexpr value standardize_gradient(const value& dy, const value& x, unsigned axes, float epsilon) {
    attributes a = {};
    a.axes = axes;
    a.value = epsilon;
    return detail::emit(op_kind::standardize_gradient, x.shape(), a, dy, x);
}

template<>
struct operation<op_kind::standardize_gradient> {
    template<class T>
    static constexpr void evaluate(const op& o, const extents* in, const T* const* x, T* dx) {
        const detail::offsets group(in[0], o.attr.axes), first(in[0], ~o.attr.axes);
        for (int g = 0; g < first.n; ++g) {
            const T *dy = x[0] + first.at[g], *a = x[1] + first.at[g];
            T* const to = dx + first.at[g];
            double mean = 0, variance = 0, sum = 0, along = 0;
            for (int i = 0; i < group.n; ++i) mean += double(a[group.at[i]]);
            mean /= group.n;
            for (int i = 0; i < group.n; ++i) {
                const double d = double(a[group.at[i]]) - mean, gradient = double(dy[group.at[i]]);
                variance += d * d, sum += gradient, along += gradient * d;
            }
            const double s = 1 / math::sqrt(variance / group.n + double(o.attr.value));
            for (int i = 0; i < group.n; ++i) {
                const double d = double(a[group.at[i]]) - mean;
                to[group.at[i]] = T(s * (double(dy[group.at[i]]) - sum / group.n - d * s * s * along / group.n));
            }
        }
    }
};

} // namespace ctnn::ops

/// y = (x - mean) / sqrt(variance + epsilon), mean and variance over some of the axes
#pragma once
#include "builder.hpp"
#include "group.hpp"
#include "math.hpp"
#include "operation.hpp"

namespace ctnn::ops {

/// Over the axes whose bits are set in `axes`. The variance is the biased one: divided by n.
constexpr value standardize(const value& x, unsigned axes, float epsilon) {
    attributes a = {};
    a.axes = axes;
    a.value = epsilon;
    return detail::emit(op_kind::standardize, x.shape(), a, x);
}

template<>
struct operation<op_kind::standardize> {
    template<class T>
    static constexpr void evaluate(const op& o, const extents* in, const T* const* x, T* y) {
        const detail::offsets group(in[0], o.attr.axes), first(in[0], ~o.attr.axes);
        for (int g = 0; g < first.n; ++g) {
            const T* a = x[0] + first.at[g];
            T* b = y + first.at[g];
            double mean = 0, variance = 0;
            for (int i = 0; i < group.n; ++i) mean += double(a[group.at[i]]);
            mean /= group.n;
            for (int i = 0; i < group.n; ++i) {
                const double d = double(a[group.at[i]]) - mean;
                variance += d * d;
            }
            const double factor = 1 / math::sqrt(variance / group.n + double(o.attr.value));
            for (int i = 0; i < group.n; ++i) b[group.at[i]] = T((double(a[group.at[i]]) - mean) * factor);
        }
    }
};

} // namespace ctnn::ops

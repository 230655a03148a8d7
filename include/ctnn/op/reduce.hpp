/// y = the sum, mean or maximum of x over some of its axes
#pragma once
#include "builder.hpp"
#include "math.hpp"
#include "operation.hpp"

namespace ctnn::ops {

/// Over the axes whose bits are set in `axes`; with `keepdims` they stay, with extent 1.
constexpr value reduce(reduce_kind kind, const value& x, unsigned axes, bool keepdims = false) {
    attributes a = {};
    a.variant = int(kind);
    a.axes = axes;
    extents out = {};
    for (int i = 0; i < x.shape().rank; ++i) {
        const bool over = axes >> i & 1;
        if (!over || keepdims) out = out.append(over ? 1 : x.shape()[i]);
    }
    return detail::emit(op_kind::reduce, out, a, x);
}

template<>
struct operation<op_kind::reduce> {
    template<class T>
    static constexpr void evaluate(const op& o, const extents* in, const T* const* x, T* y) {
        const extents& e = in[0];
        const reduce_kind kind = reduce_kind(o.attr.variant);
        const int n = int(o.out.size()), all = int(e.size());
        for (int i = 0; i < n; ++i) y[i] = kind == reduce_kind::maximum ? -math::infinity<T> : T(0);
        int step[max_rank] = {}, at[max_rank] = {}, to = 0;
        for (int d = e.rank, size = 1; d-- > 0;)
            if (!(o.attr.axes >> d & 1)) step[d] = size, size *= e[d];
        for (int i = 0; i < all; ++i) {
            if (kind != reduce_kind::maximum)
                y[to] += x[0][i];
            else if (x[0][i] > y[to] || math::is_nan(x[0][i]))
                y[to] = x[0][i];
            for (int d = e.rank; d-- > 0;) {
                to += step[d];
                if (++at[d] < e[d]) break;
                to -= at[d] * step[d], at[d] = 0;
            }
        }
        if (kind == reduce_kind::mean)
            for (int i = 0; i < n; ++i) y[i] *= T(n) / T(all);
    }
};

} // namespace ctnn::ops

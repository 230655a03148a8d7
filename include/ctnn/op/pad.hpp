/// y = x with a constant around it
#pragma once
#include "builder.hpp"
#include "operation.hpp"

namespace ctnn::ops {

/// before[i] elements in front of axis i, after[i] behind it.
constexpr value pad(const value& x, const extents& before, const extents& after, float with = 0) {
    attributes a = {};
    a.at = before;
    a.value = with;
    extents out = x.shape();
    for (int i = 0; i < out.rank; ++i) out[i] = ctnn::detail::bounded(1LL * out[i] + before[i] + after[i]);
    if (out == x.shape()) return x;
    return detail::emit(op_kind::pad, out, a, x);
}

template<>
struct operation<op_kind::pad> {
    template<class T>
    static constexpr void evaluate(const op& o, const extents* in, const T* const* x, T* y) {
        const int n = int(o.out.size()), all = int(in[0].size());
        for (int i = 0; i < n; ++i) y[i] = T(o.attr.value);
        int step[max_rank] = {}, at[max_rank] = {}, to = 0;
        for (int d = 0; d < o.out.rank; ++d) {
            step[d] = int(o.out.product(d + 1, o.out.rank));
            to += o.attr.at[d] * step[d];
        }
        for (int i = 0; i < all; ++i) {
            y[to] = x[0][i];
            for (int d = in[0].rank; d-- > 0;) {
                to += step[d];
                if (++at[d] < in[0][d]) break;
                to -= at[d] * step[d], at[d] = 0;
            }
        }
    }
};

} // namespace ctnn::ops

/// y = x with its axes in another order
#pragma once
#include "builder.hpp"
#include "operation.hpp"

namespace ctnn::ops {

/// Axis i of the result is axis order[i] of x, counted from 0.
constexpr value permute(const value& x, const extents& order) {
    attributes a = {};
    a.at = order;
    extents out = x.shape();
    bool moves = false;
    for (int i = 0; i < out.rank; ++i) out[i] = x.shape()[order[i]], moves |= order[i] != i;
    return moves ? detail::emit(op_kind::permute, out, a, x) : value(x);
}

/// (channels, space...) -> (space..., channels).
constexpr value channels_to_last(const value& x) {
    extents order = x.shape();
    for (int i = 0; i < order.rank; ++i) order[i] = i + 1 < order.rank ? i + 1 : 0;
    return permute(x, order);
}
/// (space..., channels) -> (channels, space...).
constexpr value channels_to_first(const value& x) {
    extents order = x.shape();
    for (int i = 0; i < order.rank; ++i) order[i] = i ? i - 1 : order.rank - 1;
    return permute(x, order);
}

template<>
struct operation<op_kind::permute> {
    template<class T>
    static constexpr void evaluate(const op& o, const extents* in, const T* const* x, T* y) {
        const int n = int(o.out.size());
        int step[max_rank] = {}, at[max_rank] = {}, from = 0;
        for (int d = 0; d < o.out.rank; ++d) step[d] = int(in[0].product(o.attr.at[d] + 1, in[0].rank));
        for (int i = 0; i < n; ++i) {
            y[i] = x[0][from];
            for (int d = o.out.rank; d-- > 0;) {
                from += step[d];
                if (++at[d] < o.out[d]) break;
                from -= at[d] * step[d], at[d] = 0;
            }
        }
    }
};

} // namespace ctnn::ops

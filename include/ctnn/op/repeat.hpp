/// y = every element of x several times along each axis: 1 2 twice is 1 1 2 2
#pragma once
#include "builder.hpp"
#include "operation.hpp"

namespace ctnn::ops {

/// times[i]: how often along axis i.
constexpr value repeat(const value& x, const extents& times) {
    attributes a = {};
    a.at = times;
    extents out = x.shape();
    for (int i = 0; i < out.rank; ++i) out[i] = ctnn::detail::bounded(1LL * out[i] * times[i]);
    return out == x.shape() ? value(x) : detail::emit(op_kind::repeat, out, a, x);
}

template<>
struct operation<op_kind::repeat> {
    template<class T>
    static constexpr void evaluate(const op& o, const extents* in, const T* const* x, T* y) {
        const int n = int(o.out.size());
        int step[max_rank] = {}, at[max_rank] = {}, from = 0;
        for (int d = 0; d < o.out.rank; ++d) step[d] = int(in[0].product(d + 1, in[0].rank));
        for (int i = 0; i < n; ++i) {
            y[i] = x[0][from];
            for (int d = o.out.rank; d-- > 0;) {
                if (++at[d] < o.out[d]) {
                    if (at[d] % o.attr.at[d] == 0) from += step[d];
                    break;
                }
                from -= (at[d] - 1) / o.attr.at[d] * step[d], at[d] = 0;
            }
        }
    }
};

} // namespace ctnn::ops

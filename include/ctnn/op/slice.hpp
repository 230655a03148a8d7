/// y = the box of x that starts at `at` and has y's shape
#pragma once
#include "builder.hpp"
#include "operation.hpp"

namespace ctnn::ops {

/// x (...) -> `size`, from the element `begin` on; begin + size must not go beyond x.
constexpr value slice(const value& x, const extents& begin, const extents& size) {
    if (x.shape() == size) return x;
    attributes a = {};
    a.at = begin;
    return detail::emit(op_kind::slice, size, a, x);
}

template<>
struct operation<op_kind::slice> {
    template<class T>
    static constexpr void evaluate(const op& o, const extents* in, const T* const* x, T* y) {
        // the axes behind the last one that is cut are one run of elements
        const extents &from = in[0], &to = o.out;
        int whole = to.rank;
        while (whole > 0 && from[whole - 1] == to[whole - 1]) --whole;
        const int cut = whole > 0 ? whole - 1 : 0;
        const int run = int(to.product(cut, to.rank)), rows = int(to.product(0, cut));
        int step[max_rank] = {}, start = 0;
        for (int d = 0; d < to.rank; ++d) step[d] = int(from.product(d + 1, from.rank)), start += o.attr.at[d] * step[d];
        int at[max_rank] = {};
        for (int r = 0; r < rows; ++r) {
            const T* a = x[0] + start;
            for (int i = 0; i < run; ++i) y[i] = a[i];
            y += run;
            for (int d = cut; d-- > 0;) {
                start += step[d];
                if (++at[d] < to[d]) break;
                start -= at[d] * step[d], at[d] = 0;
            }
        }
    }
};

} // namespace ctnn::ops

/// y = the operands one after the other along an axis
#pragma once
#include "builder.hpp"
#include "operation.hpp"

namespace ctnn::ops {

/// Any number of values of the same shape but for `axis`. More than an operation has operands are put together in turns.
constexpr value concat(const value* parts, int n, int axis) {
    value whole = parts[0];
    for (int next = 1; next < n;) {
        op o = op_of(op_kind::concat);
        o.attr.axis = axis;
        o.out = whole.shape();
        o.in[o.operands++] = whole.index;
        for (; next < n && o.operands < max_operands; ++next) {
            o.in[o.operands++] = parts[next].index;
            o.out[axis] = ctnn::detail::bounded(1LL * o.out[axis] + parts[next].shape()[axis]);
        }
        whole = whole.to->emit(o);
    }
    return whole;
}
constexpr value concat(const value& a, const value& b, int axis) {
    const value parts[] = {a, b};
    return concat(parts, 2, axis);
}

template<>
struct operation<op_kind::concat> {
    template<class T>
    static constexpr void evaluate(const op& o, const extents* in, const T* const* x, T* y) {
        const int axis = o.attr.axis, n = o.operands - o.attr.bias - o.attr.residual;
        const int outer = int(o.out.product(0, axis)), inner = int(o.out.product(axis + 1, o.out.rank));
        for (int b = 0; b < outer; ++b)
            for (int i = 0; i < n; ++i) {
                const int run = in[i][axis] * inner;
                const T* a = x[i] + b * run;
                for (int k = 0; k < run; ++k) y[k] = a[k];
                y += run;
            }
    }
};

} // namespace ctnn::ops

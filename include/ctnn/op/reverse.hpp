/// y = x with one axis from its end to its beginning
#pragma once
#include "builder.hpp"
#include "operation.hpp"

namespace ctnn::ops {

constexpr value reverse(const value& x, int axis) {
    attributes a = {};
    a.axis = axis;
    return detail::emit(op_kind::reverse, x.shape(), a, x);
}

template<>
struct operation<op_kind::reverse> {
    template<class T>
    static constexpr void evaluate(const op& o, const extents*, const T* const* x, T* y) {
        const int axis = o.attr.axis, n = o.out[axis];
        const int outer = int(o.out.product(0, axis)), run = int(o.out.product(axis + 1, o.out.rank));
        for (int b = 0; b < outer; ++b)
            for (int i = 0; i < n; ++i, y += run) {
                const T* a = x[0] + (b * n + n - 1 - i) * run;
                for (int k = 0; k < run; ++k) y[k] = a[k];
            }
    }
};

} // namespace ctnn::ops

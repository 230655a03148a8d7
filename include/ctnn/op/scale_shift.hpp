/// y = x * s + t, with a number of s and t for every position along one axis
#pragma once
#include "builder.hpp"
#include "operation.hpp"

namespace ctnn::ops {

/// x (..., n, ...), s (n), t (n): n is x's extent along `axis`.
constexpr value scale_shift(const value& x, const value& s, const value& t, int axis) {
    attributes a = {};
    a.axis = axis;
    return detail::emit(op_kind::scale_shift, x.shape(), a, x, s, t);
}

template<>
struct operation<op_kind::scale_shift> {
    template<class T>
    static constexpr void evaluate(const op& o, const extents*, const T* const* x, T* y) {
        const int axis = o.attr.axis, n = o.out[axis];
        const int outer = int(o.out.product(0, axis)), inner = int(o.out.product(axis + 1, o.out.rank));
        const T* a = x[0];
        for (int b = 0; b < outer; ++b)
            for (int i = 0; i < n; ++i) {
                const T s = x[1][i], t = x[2][i];
                for (int k = 0; k < inner; ++k) y[k] = a[k] * s + t;
                a += inner, y += inner;
            }
    }
};

} // namespace ctnn::ops

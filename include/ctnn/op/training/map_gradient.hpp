/// dx = dy * f'(x), element by element: the gradient of map
#pragma once
#include "../builder.hpp"
#include "../derivative.hpp"
#include "../operation.hpp"

namespace ctnn::ops {

/// x, y = f(x) and dy have one shape, so has dx. Only what f's derivative is computed from becomes an operand, so that
/// the other one need not be kept: (dy), (dy, x), (dy, y) or (dy, x, y).
constexpr value map_gradient(const function& f, const value& x, const value& y, const value& dy) {
    const derivative_operands reads = derivative_reads(f);
    attributes a = {};
    a.f = f;
    if (reads.input && reads.output) return detail::emit(op_kind::map_gradient, dy.shape(), a, dy, x, y);
    if (reads.input) return detail::emit(op_kind::map_gradient, dy.shape(), a, dy, x);
    if (reads.output) return detail::emit(op_kind::map_gradient, dy.shape(), a, dy, y);
    return detail::emit(op_kind::map_gradient, dy.shape(), a, dy);
}

template<>
struct operation<op_kind::map_gradient> {
    template<class T>
    static constexpr void evaluate(const op& o, const extents*, const T* const* x, T* y) {
        const derivative_operands reads = derivative_reads(o.attr.f);
        const T *in = x[reads.input ? 1 : 0], *out = x[reads.output ? 1 + reads.input : 0];
        const int n = int(o.out.size());
        for (int i = 0; i < n; ++i) y[i] = x[0][i] * ops::derivative(o.attr.f, in[i], out[i]);
    }
};

} // namespace ctnn::ops

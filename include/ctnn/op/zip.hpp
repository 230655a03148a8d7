/// y = f(a, b), element by element, broadcast as NumPy does: from the last axis, extents of 1 stretch
#pragma once
#include "builder.hpp"
#include "math.hpp"
#include "operation.hpp"

namespace ctnn::ops {

/// The shape of two values together; rank -1 when they do not fit.
constexpr extents broadcast(const extents& a, const extents& b) {
    if (a == b) return a;
    const extents &longer = a.rank >= b.rank ? a : b, &shorter = a.rank >= b.rank ? b : a;
    extents out = longer;
    const int skip = longer.rank - shorter.rank;
    for (int i = skip; i < longer.rank; ++i) {
        const int l = longer[i], s = shorter[i - skip];
        if (l != s && l != 1 && s != 1) return out.rank = -1, out;
        out[i] = l == 1 ? s : l;
    }
    return out;
}

constexpr value zip(zip_kind kind, const value& a, const value& b) {
    attributes attr = {};
    attr.variant = int(kind);
    return detail::emit(op_kind::zip, broadcast(a.shape(), b.shape()), attr, a, b);
}
constexpr value add(const value& a, const value& b) { return zip(zip_kind::add, a, b); }
constexpr value multiply(const value& a, const value& b) { return zip(zip_kind::multiply, a, b); }

namespace detail {

template<class T, unsigned Options = compiled_for>
constexpr T combine(zip_kind kind, T a, T b) {
    switch (kind) {
    case zip_kind::add: return a + b;
    case zip_kind::subtract: return a - b;
    case zip_kind::multiply: return a * b;
    case zip_kind::divide: return a / b;
    case zip_kind::maximum: return math::is_nan(a) ? a : math::is_nan(b) ? b : a > b ? a : b;
    case zip_kind::minimum: return math::is_nan(a) ? a : math::is_nan(b) ? b : a < b ? a : b;
    }
    return a;
}

/// Step of `e` along axis `i` of `out`, 0 where it is stretched.
constexpr int broadcast_step(const extents& e, const extents& out, int i) {
    const int axis = i - (out.rank - e.rank);
    return axis < 0 || e[axis] == 1 ? 0 : int(e.product(axis + 1, e.rank));
}

} // namespace detail

template<>
struct operation<op_kind::zip> {
    template<class T>
    static constexpr void evaluate(const op& o, const extents* in, const T* const* x, T* y) {
        const zip_kind kind = zip_kind(o.attr.variant);
        const int n = int(o.out.size());
        if (in[0] == in[1]) {
            for (int i = 0; i < n; ++i) y[i] = detail::combine(kind, x[0][i], x[1][i]);
            return;
        }
        int at[max_rank] = {}, a = 0, b = 0;
        int sa[max_rank] = {}, sb[max_rank] = {};
        for (int d = 0; d < o.out.rank; ++d)
            sa[d] = detail::broadcast_step(in[0], o.out, d), sb[d] = detail::broadcast_step(in[1], o.out, d);
        for (int i = 0; i < n; ++i) {
            y[i] = detail::combine(kind, x[0][a], x[1][b]);
            for (int d = o.out.rank; d-- > 0;) {
                a += sa[d], b += sb[d];
                if (++at[d] < o.out[d]) break;
                a -= at[d] * sa[d], b -= at[d] * sb[d], at[d] = 0;
            }
        }
    }
};

} // namespace ctnn::ops

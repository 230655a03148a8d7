/// y = f(x), element by element
#pragma once
#include "map_gradient.hpp"

namespace ctnn::ops {

/// One function for every element.
constexpr value map(const value& x, const function& f) {
    if (f.kind == function_kind::identity) return x;
    attributes a = {};
    a.f = f;
    return detail::emit(op_kind::map, x.shape(), a, x);
}

template<>
struct operation<op_kind::map> {
    template<class T>
    static constexpr void evaluate(const op& o, const extents*, const T* const* x, T* y) {
        const int n = int(o.out.size());
        for (int i = 0; i < n; ++i) y[i] = ops::evaluate(o.attr.f, x[0][i]);
    }
    static constexpr void gradient(const op& o, const value* x, const value& y, const value& dy, value* dx) {
        dx[0] = map_gradient(o.attr.f, x[0], y, dy);
    }
};

} // namespace ctnn::ops

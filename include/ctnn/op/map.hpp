/// y = f(x), element by element
#pragma once
#include "builder.hpp"
#include "function.hpp"
#include "operation.hpp"

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
};

} // namespace ctnn::ops

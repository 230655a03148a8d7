/// Values that nothing computes: inputs, weights, constants.
#pragma once
#include "builder.hpp"
#include "operation.hpp"

namespace ctnn::ops {
namespace detail {

constexpr value emit_source(builder& to, op_kind kind, int index, const extents& shape) {
    op o = op_of(kind);
    o.out = shape, o.attr.index = index;
    return to.emit(o);
}

} // namespace detail

/// The network's input number `index`.
constexpr value input(builder& to, int index, const extents& shape) {
    return detail::emit_source(to, op_kind::input, index, shape);
}

/// The weight number `index`, in Keras' shape.
constexpr value parameter(builder& to, int index, const extents& shape) {
    return detail::emit_source(to, op_kind::parameter, index, shape);
}

/// Every element is `v`.
constexpr value fill(builder& to, const extents& shape, float v) {
    op o = op_of(op_kind::constant);
    o.out = shape, o.attr.value = v;
    return to.emit(o);
}

template<>
struct operation<op_kind::constant> {
    template<class T>
    static constexpr void evaluate(const op& o, const extents*, const T* const*, T* y) {
        const int n = int(o.out.size());
        for (int i = 0; i < n; ++i) y[i] = T(o.attr.value);
    }
};

} // namespace ctnn::ops

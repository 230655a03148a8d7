/// Values that nothing computes: inputs, weights, constants.
#pragma once
#include "builder.hpp"
#include "operation.hpp"

namespace ctnn::ops {

/// The network's input number `index`.
constexpr value input(builder& to, int index, const extents& shape) {
    op o;
    o.kind = op_kind::input;
    o.out = shape;
    o.attr.index = index;
    return to.emit(o);
}

/// The weight number `index`, in Keras' shape.
constexpr value parameter(builder& to, int index, const extents& shape) {
    op o;
    o.kind = op_kind::parameter;
    o.out = shape;
    o.attr.index = index;
    return to.emit(o);
}

/// Every element is `v`.
constexpr value fill(builder& to, const extents& shape, float v) {
    op o;
    o.kind = op_kind::constant;
    o.out = shape;
    o.attr.value = v;
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

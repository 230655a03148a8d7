/// Values that nothing computes: inputs, weights, constants.
#pragma once
#include "builder.hpp"
#include "operation.hpp"

namespace ctnn::ops {

/// The network's input number `index`.
constexpr value input(builder& to, int index, const extents& shape) {
    return to.emit(op{op_kind::input, 1, 0, {}, shape, {.index = index}});
}

/// The weight number `index`, in Keras' shape.
constexpr value parameter(builder& to, int index, const extents& shape) {
    return to.emit(op{op_kind::parameter, 1, 0, {}, shape, {.index = index}});
}

/// Every element is `v`.
constexpr value fill(builder& to, const extents& shape, float v) {
    return to.emit(op{op_kind::constant, 1, 0, {}, shape, {.value = v}});
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

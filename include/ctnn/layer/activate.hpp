/// Any of Keras' activations as operations.
#pragma once
#include "../op/map.hpp"
#include "../op/slice.hpp"
#include "../op/softmax.hpp"
#include "../op/zip.hpp"
#include "activations.hpp"
#include "report.hpp"

namespace ctnn {

namespace detail {

/// a * sigmoid(b), a and b being the halves of the last axis. x (..., 2 n) -> (..., n)
constexpr ops::value gated_linear_unit(const ops::value& x) {
    const extents half = x.shape().with_last(x.shape().last() / 2);
    extents begin = extents::filled(half.rank, 0);
    const auto a = ops::slice(x, begin, half);
    begin[half.rank - 1] = half.last();
    return ops::multiply(a, ops::map(ops::slice(x, begin, half), ops::function_of(ops::function_kind::sigmoid)));
}

} // namespace detail

/// activation(x), over the last axis where it is not elementwise (softmax, log_softmax, sparsemax, glu).
constexpr ops::value activate(const ops::value& x, activation_kind kind) {
    if (is_elementwise(kind)) return ops::map(x, ops::function_of(kind));
    if (kind == activation_kind::glu) return detail::gated_linear_unit(x);
    const auto which = kind == activation_kind::softmax       ? ops::softmax_kind::softmax
                       : kind == activation_kind::log_softmax ? ops::softmax_kind::log_softmax
                                                              : ops::softmax_kind::sparsemax;
    return ops::softmax(which, x, 1u << (x.shape().rank - 1));
}

/// Whether the activation can run on `x`.
constexpr void check_activation(report& say, activation_kind kind, const extents& x) {
    if (is_elementwise(kind)) return;
    say.unless(x.rank > 0, keras_name(kind), " runs over the last axis, got ", x);
    if (kind == activation_kind::glu)
        say.unless(x.last() % 2 == 0, "glu halves the last axis: its extent must be even, got ", x);
}

} // namespace ctnn

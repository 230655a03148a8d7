/// BatchNormalization while it is trained: mean and variance are the batch's
///   y = gamma (x - mean) / sqrt(variance + epsilon) + beta, for every channel; N numbers belong to one
#pragma once
#include "../builder.hpp"

namespace ctnn::ops {

/// x (..., c, ...), channels along `axis` -> (3, c): mean, variance (divided by N) and N, over all samples.
constexpr value moments(const value& x, int axis) {
    attributes a = {};
    a.axis = axis;
    return detail::emit_across(op_kind::moments, {3, x.shape()[axis]}, a, x);
}

/// m: moments(x, axis). gamma and beta (c) may be missing: value{}.
constexpr value normalize(const value& x, const value& m, const value& gamma, const value& beta, int axis,
                          float epsilon) {
    op o = op_of(op_kind::normalize);
    o.attr.axis = axis, o.attr.value = epsilon;
    o.out = x.shape();
    o.in[o.operands++] = x.index, o.in[o.operands++] = m.index;
    if (gamma.index >= 0) o.attr.variant |= 1, o.in[o.operands++] = gamma.index;
    if (beta.index >= 0) o.attr.variant |= 2, o.in[o.operands++] = beta.index;
    return x.to->emit(o);
}

/// (2, c): sum(dy), the gradient of beta, and sum(dy (x - mean) / sqrt(variance + epsilon)), that of gamma.
constexpr value normalize_sums(const value& dy, const value& x, const value& m, int axis, float epsilon) {
    attributes a = {};
    a.axis = axis, a.value = epsilon;
    return detail::emit_across(op_kind::normalize_sums, {2, x.shape()[axis]}, a, dy, x, m);
}

/// dx, by way of the batch's mean and variance, too. sums: normalize_sums(dy, x, m).
constexpr value normalize_gradient(const value& dy, const value& x, const value& m, const value& sums,
                                   const value& gamma, int axis, float epsilon) {
    attributes a = {};
    a.axis = axis, a.value = epsilon;
    if (gamma.index < 0) return detail::emit(op_kind::normalize_gradient, x.shape(), a, dy, x, m, sums);
    a.variant = 1;
    return detail::emit(op_kind::normalize_gradient, x.shape(), a, dy, x, m, sums, gamma);
}

} // namespace ctnn::ops

/// The runs of a product, whose operands passes have put bias and residual behind.
#pragma once
#include "../shape/inline.hpp"
#include "kernel.hpp"
#include <cstddef>

namespace ctnn::detail {

/// Whether the runs of an operation have the same weights, and their inputs lie one behind the other as their results
/// do.
template<class D>
constexpr bool runs_lie_together() {
    constexpr const descriptor& d = D::value;
    constexpr bool bias = d.op.attr.bias, residual = d.op.attr.residual;
    return d.op.times == 1 ||
           (d.each[0] != 0 && d.each[1] == 0 && (!bias || d.each[2] == 0) && (!residual || d.each[2 + bias] != 0));
}

/// All runs of an operation with x, w, then bias and residual if there are any: f(x, w, bias, residual, y). f does so many
/// runs as `Together` says, and gets the first of them.
template<class D, int Together = 1, class F>
CTNN_INLINE inline void each_run(const float* const* x, float* y, F f) {
    constexpr const descriptor& d = D::value;
    constexpr bool bias = d.op.attr.bias, residual = d.op.attr.residual;
    constexpr int last = 2 + bias;
    for (int t = 0; t < d.op.times; t += Together)
        f(x[0] + t * d.each[0], x[1] + t * d.each[1], bias ? x[2] + t * d.each[2] : nullptr,
          residual ? x[last] + t * d.each[last] : nullptr, y + std::ptrdiff_t(t) * std::ptrdiff_t(d.op.out.size()));
}

} // namespace ctnn::detail

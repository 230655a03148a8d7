/// y holds x's elements under another shape, in the same order: no work and no memory of its own
#pragma once
#include "builder.hpp"
#include "operation.hpp"

namespace ctnn::ops {

/// x (...) -> the same elements as `out`, which has as many.
constexpr value reshape(const value& x, const extents& out) {
    if (x.shape() == out) return x;
    return detail::emit(op_kind::reshape, out, {}, x);
}

namespace detail {

/// The same memory, read as `times` runs of `out`. Past the builder, which would only ever raise `times`.
constexpr value regroup(const value& x, const extents& out, int times) {
    op o = op_of(op_kind::reshape);
    o.out = out;
    o.times = times;
    o.each_sample = x.op().each_sample;
    o.in[o.operands++] = x.index;
    x.to->list.push(o);
    x.to->repeats = true;
    return {x.to, x.to->list.size() - 1};
}

} // namespace detail

/// One run over the first axis becomes a run for each of its elements: (n, ...) run t times -> (...) run t * n times.
constexpr value unstack(const value& x) {
    return detail::regroup(x, x.shape().without(0), x.times() * x.shape()[0]);
}

/// The way back: (...) run t * n times -> (n, ...) run t times.
constexpr value stack(const value& x, int n) { return detail::regroup(x, x.shape().prepend(n), x.times() / n); }

/// Programs give it its operand's memory; this is what it means where there is none to share.
template<>
struct operation<op_kind::reshape> {
    template<class T>
    static constexpr void evaluate(const op& o, const extents*, const T* const* x, T* y) {
        const int n = int(o.out.size());
        for (int i = 0; i < n; ++i) y[i] = x[0][i];
    }
};

} // namespace ctnn::ops

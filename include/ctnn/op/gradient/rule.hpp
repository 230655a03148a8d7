/// How an operation is differentiated: as operations again.
#pragma once
#include "../builder.hpp"
#include "../reduce.hpp"
#include "../reshape.hpp"
#include "../training/broadcast.hpp"

namespace ctnn::ops {

/// Specialised in the file of each kind that has a gradient:
///   static constexpr void apply(const op& o, const value* x, const value& y, const value& dy, const bool* wanted,
///   value* dx);
///     appends operations that make dx[k], the gradient of operand k, from dy, that of the result y, for the operands
///     that are wanted. dx[k] has the shape of x[k]; where it runs more often, its runs are summed up. An operand
///     that has none keeps value{}.
/// One that only some operations of the kind have says so:
///   static constexpr bool knows(const op& o);
template<op_kind K, unsigned Options = compiled_for>
struct gradient_rule;

/// The gradient of an operand that was stretched: dy (...) summed up to the shape and the runs of x.
constexpr value sum_to(const value& dy, const value& x) {
    const extents &e = dy.shape(), &to = x.shape();
    unsigned axes = 0;
    for (int i = 0; i < e.rank; ++i) {
        const int k = i - (e.rank - to.rank);
        if (k < 0 || (to[k] == 1 && e[i] != 1)) axes |= 1u << i;
    }
    const bool across = !x.moves_with(dy);
    if (!axes && !across) return reshape(dy, to);
    attributes a = {};
    a.variant = int(reduce_kind::sum), a.axes = axes;
    return across ? detail::emit_across(op_kind::reduce, to, a, dy) : detail::emit(op_kind::reduce, to, a, dy);
}

} // namespace ctnn::ops

/// What a recurrence keeps for its gradient, and how training programs emit it.
#pragma once
#include "../derivative_operands.hpp"
#include "../recurrent.hpp"
#include "../zip.hpp"

namespace ctnn::ops {

/// Where things are in the result of recurrent_states, which is rows of u elements, in the order in which steps are
/// computed. -1: not kept.
struct kept_rows {
    int h = 0;          ///< (T + 1): before the first step, and after each
    int c = -1;         ///< (T + 1): the same of lstm's c
    int activated = -1; ///< (T): lstm's F(c')
    int inner = -1;     ///< (T): r h of gru; of gru_reset_after what r is multiplied by, h U + b
    int gates = 0;      ///< (T, g): after their functions
    int sums = -1;      ///< (T, g): before their functions, if some derivative is computed from that
    int count = 0;

    constexpr kept_rows(recurrent_kind kind, const function& f, const function& g, int steps) {
        const auto take = [&](int n) { return count += n, count - n; };
        const bool lstm = kind == recurrent_kind::lstm;
        h = take(steps + 1);
        if (lstm) c = take(steps + 1), activated = take(steps);
        if (kind == recurrent_kind::gru || kind == recurrent_kind::gru_reset_after) inner = take(steps);
        gates = take(steps * gates_of(kind));
        if (derivative_reads(f).input || (kind != recurrent_kind::simple && derivative_reads(g).input))
            sums = take(steps * gates_of(kind));
    }
    /// How many steps `rows` rows are.
    static constexpr int steps_of(recurrent_kind kind, const function& f, const function& g, int rows) {
        return (rows - kept_rows(kind, f, g, 0).count) /
               (kept_rows(kind, f, g, 1).count - kept_rows(kind, f, g, 0).count);
    }
};

/// The operands and attributes of a `recurrent` whose gates are its first operand -> (rows, u).
constexpr value recurrent_states(const op& forward, const value* x) {
    op o = op_of(op_kind::recurrent_states);
    o.attr = forward.attr;
    const recurrence r(forward.attr.at);
    o.operands = r.first_initial() + r.initial + r.masked + r.input_bias;
    for (int k = 0; k < o.operands; ++k) o.in[k] = x[k].index;
    const recurrent_kind kind = recurrent_kind(o.attr.variant);
    o.out = {kept_rows(kind, o.attr.f, o.attr.g, x[0].shape()[0]).count, x[1].shape()[0]};
    return x[0].to->emit(o);
}

/// What a `recurrent` gives, from the kept rows (rows, u): see there.
constexpr value recurrent_result(const op& forward, const value* x, const value& states) {
    op o = op_of(op_kind::recurrent_result);
    o.attr = forward.attr, o.out = forward.out;
    for (int k = 0; k < forward.operands; ++k) o.in[o.operands++] = x[k].index;
    o.in[o.operands++] = states.index;
    return states.to->emit(o);
}

/// A recurrence that was emitted last becomes one that keeps what its gradient reads. mask (g, u), if there is one:
/// what each gate's product has of h is multiplied by it, and r h of gru, too.
constexpr value keep_states(const value& y, const value& mask = {}) {
    op o = y.op();
    value x[max_operands];
    for (int k = 0; k < o.operands; ++k) x[k] = {y.to, o.in[k]};
    y.to->list.shrink(y.index);
    recurrence r(o.attr.at);
    if (mask.to) r.masked = true, x[o.operands++] = mask;
    // a bias that was added to the gates becomes the last operand: nothing goes through memory for it
    const op gates = x[0].op();
    if (gates.kind == op_kind::zip && zip_kind(gates.attr.variant) == zip_kind::add) {
        const value a{y.to, gates.in[0]}, b{y.to, gates.in[1]};
        if (a.shape() == x[0].shape() && b.op().kind != op_kind::input && b.shape() == extents(gates.out.last()) &&
            a.moves_with(x[0]) && b.times() == 1 && !b.op().each_sample)
            r.input_bias = true, x[0] = a, x[o.operands++] = b;
    }
    o.attr.at = r.at();
    return recurrent_result(o, x, recurrent_states(o, x));
}

} // namespace ctnn::ops

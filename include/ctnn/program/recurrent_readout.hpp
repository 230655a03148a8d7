/// Pass: a product with one column behind every step of a recurrence becomes part of it, so that the states of a long
/// sequence never leave the first cache: op/recurrent.hpp has the formula. What is put out is a number for each step
/// instead of as many as there are units.
#pragma once
#include "../op/recurrent.hpp"
#include "weights_first.hpp"

namespace ctnn::detail {

/// Which recurrence the product o takes its states from; -1: none that it can become part of.
template<int N>
constexpr int read_recurrence(const program<N>& p, const ops::op& o, const use_counts<N>& uses) {
    if (o.kind != ops::op_kind::matmul || o.out.last() != 1 || o.attr.residual) return -1;
    const int i = o.in[0];
    const ops::op& from = p.op(i);
    const auto is_weight = [&](int k) { return p.is_weight(k) && p.op(k).times == 1; };
    if (from.kind != ops::op_kind::recurrent || p.is_weight(i) || uses.n[i] != 1 || from.times != o.times) return -1;
    const ops::recurrence r(from.attr.at);
    if (!r.sequence || r.states || r.masked || r.readout || !r.inputs) return -1;
    return is_weight(o.in[1]) && (!o.attr.bias || is_weight(o.in[2])) ? i : -1;
}

template<int N>
constexpr program<N> take_recurrent_readout(const program<N>& p) {
    const use_counts<N> uses(p);
    int of[N > 0 ? N : 1] = {}; // the recurrence that a product becomes part of, or -1
    bool gone[N > 0 ? N : 1] = {};
    for (int i = p.weights; i < p.size; ++i)
        if (of[i] = read_recurrence(p, p.op(i), uses); of[i] >= 0) gone[of[i]] = true;
    program<N> q = {};
    auto to = begin_with_weights(q, p);
    for (int i = p.weights; i < p.size; ++i) {
        if (gone[i]) continue;
        if (of[i] < 0) {
            to.at[i] = q.take(p.op(i), to);
            continue;
        }
        const ops::op& product = p.op(i);
        ops::op o = p.op(of[i]);
        ops::recurrence r(o.attr.at);
        for (int k = 0; k < o.operands; ++k) o.in[k] = to[o.in[k]];
        o.in[o.operands++] = to[product.in[1]];
        if (product.attr.bias) o.in[o.operands++] = to[product.in[2]];
        r.readout = true, r.readout_bias = product.attr.bias;
        o.out = product.out, o.attr.at = r.at(), o.attr.epilogue = product.attr.epilogue;
        to.at[i] = q.push(o);
    }
    take_outputs(q, p, to);
    return q;
}

} // namespace ctnn::detail

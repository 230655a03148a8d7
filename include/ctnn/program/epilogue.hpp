/// Pass: bias, residual Add and activation are computed by the operation that has the value in a register.
#pragma once
#include "fold_scale_shift.hpp"

namespace ctnn::detail {

template<int N>
constexpr program<N> fuse_epilogues(const program<N>& p) {
    const use_counts<N> uses(p);
    int fused[N > 0 ? N : 1] = {};    // the operation that a step became part of, or itself
    int position[N > 0 ? N : 1] = {}; // where an operation runs: with the last step that it takes over
    program<N> work = p;
    for (int i = p.weights; i < p.size; ++i) fused[i] = position[i] = i;

    for (int i = p.weights; i < p.size; ++i) {
        const ops::op& o = p.op(i);
        const auto open = [&](int operand) { // the product behind an operand, if it may still take something over
            const int j = o.in[operand], m = fused[j];
            return uses.n[j] == 1 && !p.is_weight(j) && is_product(work.op(m).kind) && work.op(m).times == o.times &&
                           work.op(m).out == o.out && work.op(m).attr.epilogue.kind == ops::function_kind::identity &&
                           position[m] == j
                       ? m
                       : -1;
        };
        const auto take = [&](int m) { fused[i] = m, position[m] = i; };
        if (o.kind == ops::op_kind::map) {
            if (const int m = open(0); m >= 0) work.op(m).attr.epilogue = o.attr.f, take(m);
        } else if (const int b = bias_operand(p, o); b >= 0) {
            if (const int m = open(1 - b); m >= 0 && !work.op(m).attr.bias && !work.op(m).attr.residual) {
                work.op(m).attr.bias = true;
                work.op(m).in[work.op(m).operands++] = o.in[b];
                take(m);
            }
        } else if (o.kind == ops::op_kind::zip && ops::zip_kind(o.attr.variant) == ops::zip_kind::add &&
                   p.op(o.in[0]).out == o.out && p.op(o.in[1]).out == o.out && o.in[0] != o.in[1]) {
            int k = 1, m = open(1);
            if (m < 0 || work.op(m).attr.residual) k = 0, m = open(0);
            if (m >= 0 && !work.op(m).attr.residual) {
                work.op(m).attr.residual = true;
                work.op(m).in[work.op(m).operands++] = o.in[1 - k];
                take(m);
            }
        }
    }
    program<N> q = {};
    auto to = begin_with_weights(q, p);
    for (int i = p.weights; i < p.size; ++i) {
        const int m = fused[i];
        if (position[m] != i) continue; // part of something that comes later
        ops::op& o = q.op(q.push(work.op(m)));
        for (int k = 0; k < o.operands; ++k) {
            const int from = o.in[k];
            o.in[k] = p.is_weight(from) ? from : to[fused[from]];
        }
        to.at[m] = q.size - 1;
    }
    q.input_count = p.input_count, q.output_count = p.output_count;
    for (int k = 0; k < q.output_count; ++k) {
        const int from = p.outputs[k];
        q.outputs[k] = p.is_weight(from) ? from : to[fused[from]];
    }
    return q;
}

} // namespace ctnn::detail

/// Pass: what depends on weights alone moves to the front, so that later passes can compute with weights before any sample.
#pragma once
#include "program.hpp"

namespace ctnn::detail {

/// Which results depend on weights and constants alone.
template<int N>
struct weight_values {
    bool is[N > 0 ? N : 1] = {};
    constexpr explicit weight_values(const program<N>& p) {
        for (int i = 0; i < p.size; ++i) {
            const ops::op& o = p.op(i);
            bool all = o.kind != ops::op_kind::input;
            for (int k = 0; k < o.operands; ++k) all = all && is[o.in[k]];
            is[i] = all;
        }
    }
};

template<int N>
constexpr program<N> weights_first(const program<N>& p) {
    const weight_values<N> w(p);
    program<N> q;
    int at[N > 0 ? N : 1] = {};
    for (int front = 1; front >= 0; --front)
        for (int i = 0; i < p.size; ++i) {
            if (w.is[i] != (front == 1)) continue;
            ops::op o = p.op(i);
            for (int k = 0; k < o.operands; ++k) o.in[k] = at[o.in[k]];
            at[i] = q.push(o);
        }
    q.input_count = p.input_count, q.output_count = p.output_count;
    for (int k = 0; k < q.output_count; ++k) q.outputs[k] = at[p.outputs[k]];
    return q;
}

} // namespace ctnn::detail

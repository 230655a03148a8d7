/// Weights first: what depends on weights alone stands in front of every program, so that passes can compute with weights
/// before any sample. Lowering makes that order, the other passes keep it.
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

/// Copies what depends on weights alone, the first of p's operations, to q; returns where the others begin. at: where
/// each went.
template<int M, int N>
constexpr int copy_weights(program<M>& q, const program<N>& p, const weight_values<N>& w, int* at) {
    int i = 0;
    for (; i < p.size && w.is[i]; ++i) at[i] = q.push(moved(p.op(i), at));
    return i;
}

} // namespace ctnn::detail

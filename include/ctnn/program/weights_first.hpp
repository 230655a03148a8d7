/// Weights first: what depends on weights alone stands in front of every program, so that passes can compute with weights
/// before any sample. Lowering makes that order, the other passes keep it.
#pragma once
#include "program.hpp"

namespace ctnn::detail {

/// The program in that order.
template<int N>
constexpr program<N> weights_first(const program<N>& p) {
    bool is[N > 0 ? N : 1] = {};
    for (int i = 0; i < p.size; ++i) {
        const ops::op& o = p.op(i);
        is[i] = o.kind != ops::op_kind::input;
        for (int k = 0; k < o.operands; ++k) is[i] = is[i] && is[o.in[k]];
    }
    program<N> q = {};
    int at[N > 0 ? N : 1] = {};
    for (int front = 1; front >= 0; --front) {
        for (int i = 0; i < p.size; ++i)
            if (is[i] == (front == 1)) at[i] = q.take(p.op(i), at);
        if (front) q.weights = q.size;
    }
    take_outputs(q, p, at);
    return q;
}

/// Where the operations of a program go whose weights stay where they are.
template<int N>
struct moves_behind_weights {
    int kept;
    int at[N > 0 ? N : 1] = {};
    constexpr int operator[](int i) const { return i < kept ? i : at[i]; }
};

/// q begins with p's weights.
template<int M, int N>
constexpr moves_behind_weights<N> begin_with_weights(program<M>& q, const program<N>& p) {
    if constexpr (M == N)
        q = p; // all at once: what is behind the weights will be written over
    else
        for (int i = 0; i < p.weights; ++i) q.push(p.op(i));
    q.size = q.weights = p.weights;
    return {p.weights};
}

} // namespace ctnn::detail

/// Pass: weights are packed in the order in which kernels read them, once, when they are loaded.
#pragma once
#include "../op/pack_pairs.hpp"
#include "packing.hpp"
#include "weights_first.hpp"

namespace ctnn::detail {

/// For every operation how its weights are packed, and how many operations that adds.
template<int N>
struct packings {
    packing of[N > 0 ? N : 1] = {};
    int source[N > 0 ? N : 1] = {}; // the operation whose packed weights this one reads: itself, or one before it
    int count = 0;

    constexpr packings(const program<N>& p, bool pack, const hardware& h, bool bf16 = false) {
        int last[N > 0 ? N : 1] = {}; // of a weight: one more than the last operation that packs it
        for (int i = p.weights; i < p.size; ++i) {
            const ops::op& o = p.op(i);
            source[i] = i;
            if (!pack || o.operands < 2 || !p.is_weight(o.in[1]) || p.op(o.in[1]).times != 1) continue;
            extents in[ops::max_operands] = {};
            for (int k = 0; k < o.operands; ++k) in[k] = p.op(o.in[k]).out;
            of[i] = bf16 ? smaller_packing_of(o, in, h) : packing_of(o, in, h);
            if (!of[i].width) continue;
            int& before = last[o.in[1]];
            if (before && of[before - 1] == of[i])
                source[i] = before - 1;
            else
                before = i + 1, ++count;
        }
    }
};

/// M: room for the operations that it adds.
template<int M, int N>
constexpr program<M> pack_weights(const program<N>& p, const packings<N>& packed, const hardware& h) {
    program<M> q = {};
    int weights[N > 0 ? N : 1] = {};
    auto to = begin_with_weights(q, p);
    for (int i = p.weights; i < p.size; ++i)
        if (const packing& k = packed.of[i]; k.width && packed.source[i] == i) {
            const int from = p.op(i).in[1];
            const extents& w = p.op(from).out;
            weights[i] = q.push(k.pairs.any() ? ops::pack_pairs(from, w, k.pairs, k.groups, k.width, h.lanes, k.part)
                                              : ops::pack(from, w, k.groups, k.width, h.lanes, k.part));
        }
    q.weights = q.size;
    for (int i = p.weights; i < p.size; ++i) {
        to.at[i] = q.take(p.op(i), to);
        ops::op& o = q.op(to.at[i]);
        if (const packing& k = packed.of[i]; k.width)
            o.in[1] = weights[packed.source[i]], o.attr.panel = k.width, o.attr.part = k.part,
            o.attr.bf16 = k.pairs.any();
    }
    take_outputs(q, p, to);
    return q;
}

} // namespace ctnn::detail

/// Pass: convolutions of three taps run by Winograd's filtering where that is estimated to pay. Weights are transformed
/// once, when they are loaded; they take more memory then: 16 / 9 of it with tiles of two by two outputs, four times
/// with tiles of four by four. Sums are rounded otherwise than in Keras' order: the error of outputs around 1 has an
/// rms of 4e-7 with 16 channels to 6e-7 with 512 (2e-7 and 7e-7 with tiles of two by two; 2e-7 and 1.1e-6 the direct
/// way), and all but one of 10,000 were measured within 0.15 to 0.21 of what 1e-5 + 1e-4 |y| allows (0.04 to 0.18; 0.04
/// to 0.22): a quarter, which is the condition for its being on unless a build says winograd = false_c. An infinity or
/// NaN makes all outputs of the tiles that read it NaN.
#pragma once
#include "weights_first.hpp"
#include "winograd_plan.hpp"

namespace ctnn::detail {

/// Outputs along an axis of the tiles that suit a convolution best; 0: the direct way does.
constexpr int winograd_tile(const ops::op& o, const extents& x, const extents& w, const hardware& h) {
    const ops::window& win = o.attr.win;
    if (o.kind != ops::op_kind::conv || o.attr.groups != 1 || win.rank > 2) return 0;
    for (int d = 0; d < win.rank; ++d)
        if (win.size[d] != 3 || win.stride[d] != 1 || (win.rank == 2 && win.dilation[d] != 1)) return 0;
    const int c = x.last(), f = w.last();
    if (c % h.lanes != 0 || f % h.lanes != 0 || (o.attr.pooling() != 1 && (win.rank != 2 || o.attr.pool != 2))) return 0;
    const double direct = double(ops::unpooled(o).out.size()) * double(w.product(0, w.rank - 1)) / h.lanes / 2 / 0.95;
    int best = 0;
    double cycles = 0.85 * direct; // estimates are not that exact
    for (int m = 2; m <= 4; m += 2)
        if (const winograd_plan p = plan_winograd(o, x, m, h); p.cycles < cycles) best = m, cycles = p.cycles;
    return best;
}

/// For every operation its tile, 0 if it stays as it is, and how many operations that adds.
template<int N>
struct winograd_tiles {
    int of[N > 0 ? N : 1] = {};
    int source[N > 0 ? N : 1] = {}; // the operation whose weights this one shares: itself, or one before it
    int count = 0;

    constexpr winograd_tiles(const program<N>& p, bool wanted, const hardware& h) {
        int last[N > 0 ? N : 1] = {}; // of a weight: one more than the last operation that transforms it
        for (int i = p.weights; i < p.size; ++i) {
            const ops::op& o = p.op(i);
            source[i] = i;
            if (!wanted || o.kind != ops::op_kind::conv) continue;
            if (!p.is_weight(o.in[1]) || p.op(o.in[1]).times != 1) continue;
            of[i] = winograd_tile(o, p.op(o.in[0]).out, p.op(o.in[1]).out, h);
            if (!of[i]) continue;
            int& before = last[o.in[1]];
            if (before && of[before - 1] == of[i])
                source[i] = before - 1;
            else
                before = i + 1, ++count;
        }
    }
};

/// N: room for the operations that it adds, too.
template<int N>
constexpr program<N> use_winograd(const program<N>& p, const winograd_tiles<N>& tiles) {
    program<N> q = {};
    int weights[N > 0 ? N : 1] = {};
    auto to = begin_with_weights(q, p);
    for (int i = p.weights; i < p.size; ++i)
        if (const int m = tiles.of[i]; m && tiles.source[i] == i) {
            const ops::op& o = p.op(i);
            weights[i] = q.push(ops::winograd_weights(o.in[1], p.op(o.in[1]).out, o.attr.win, m));
        }
    q.weights = q.size;
    for (int i = p.weights; i < p.size; ++i) {
        to.at[i] = q.take(p.op(i), to);
        ops::op& o = q.op(to.at[i]);
        if (const int m = tiles.of[i])
            o.kind = ops::op_kind::winograd, o.attr.tile = m, o.in[1] = weights[tiles.source[i]];
    }
    take_outputs(q, p, to);
    return q;
}

} // namespace ctnn::detail

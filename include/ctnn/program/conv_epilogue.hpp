/// Pass: what only convolutions compute in registers besides bias, residual and activation (epilogue.hpp): an Add
/// behind the activation, as in x + relu(conv), and a maximum pooling of two by two, of which only the outputs that it
/// reads are computed at all.
#pragma once
#include "epilogue.hpp"
#include "short_function.hpp"

namespace ctnn::detail {

/// Whether `pool` behind `conv` reads two by two outputs, each of them once.
constexpr bool is_pool_of_pairs(const ops::op& pool, const ops::op& conv) {
    if (pool.kind != ops::op_kind::pool || ops::pool_kind(pool.attr.variant) != ops::pool_kind::maximum) return false;
    const ops::window& w = pool.attr.win;
    for (int d = 0; d < w.rank; ++d)
        if (w.size[d] != 2 || w.stride[d] != 2 || w.dilation[d] != 1 || w.before[d] != 0 ||
            2 * pool.out[d] > conv.out[d])
            return false;
    return w.rank == 2 && conv.attr.win.rank == 2;
}

template<int N>
constexpr program<N> fuse_conv_epilogues(const program<N>& p, bool residuals, bool pools) {
    const use_counts<N> uses(p);
    bool gone[N > 0 ? N : 1] = {}; // convolutions that run where a step behind them did
    program<N> work = p;
    for (int i = p.weights; i < p.size; ++i) {
        const ops::op& o = p.op(i);
        const auto open = [&](int m) { // whether m is a convolution that may still take something over
            const ops::op& conv = p.op(m);
            return conv.kind == ops::op_kind::conv && conv.out.last() > 1 && uses.n[m] == 1 && conv.times == o.times &&
                   !conv.attr.residual && is_short(conv.attr.epilogue);
        };
        if (pools && is_pool_of_pairs(o, p.op(o.in[0])) && open(o.in[0])) {
            gone[o.in[0]] = true;
            ops::op& conv = work.op(i) = p.op(o.in[0]);
            conv.out = o.out, conv.attr.pool = 2;
        } else if (residuals && o.kind == ops::op_kind::zip && ops::zip_kind(o.attr.variant) == ops::zip_kind::add &&
                   p.op(o.in[0]).out == o.out && p.op(o.in[1]).out == o.out && o.in[0] != o.in[1]) {
            const int k = open(o.in[1]) ? 1 : open(o.in[0]) ? 0 : -1;
            if (k < 0) continue;
            gone[o.in[k]] = true;
            ops::op& conv = work.op(i) = p.op(o.in[k]);
            conv.attr.residual = conv.attr.residual_last = true;
            conv.in[conv.operands++] = o.in[1 - k];
        }
    }
    program<N> q = {};
    auto to = begin_with_weights(q, p);
    for (int i = p.weights; i < p.size; ++i)
        if (!gone[i]) to.at[i] = q.take(work.op(i), to);
    take_outputs(q, p, to);
    return q;
}

} // namespace ctnn::detail

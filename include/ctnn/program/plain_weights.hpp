/// What the weights of a convolution by Winograd's filtering are before they are transformed. A stream computes with
/// these, see stream.hpp: one output makes nothing of tiles.
#pragma once
#include "../shape/window.hpp"
#include "program.hpp"

namespace ctnn::detail {

/// The operation that makes them, of a causal convolution along time; -1 for others, and for one that a layer has
/// padded if these weights would have to be kept for it.
template<int N>
constexpr int plain_weights(const program<N>& p, const ops::op& o) {
    const ops::window& w = o.attr.win;
    if (o.kind != ops::op_kind::winograd || w.rank != 1) return -1;
    int from = o.in[1];
    if (p.op(from).kind == ops::op_kind::pack) from = p.op(from).in[0];
    if (p.op(from).kind == ops::op_kind::winograd_weights) from = p.op(from).in[0];
    const bool causal = w.before[0] == dilated(w.size[0], w.dilation[0]) - 1,
               kept = w.before[0] == 0 && p.op(from).kind == ops::op_kind::parameter;
    return causal || kept ? from : -1;
}

} // namespace ctnn::detail

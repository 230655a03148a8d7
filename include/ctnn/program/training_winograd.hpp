/// Pass of training programs: convolutions of three taps run by Winograd's filtering where that is estimated to pay, in
/// the backward pass, too, where a convolution's gradient is one. Weights are transformed once a step.
#pragma once
#include "training_program.hpp"
#include "winograd.hpp"

namespace ctnn::detail {

/// Appends those operations of `list` to p that are needed, if there is room for them; at[i]: where operation i went,
/// or would have gone.
template<int N, int R>
constexpr bool take_with_winograd(training_program<N, R>& p, const growing<ops::op>& list, const growing<bool>& needed,
                                  bool wanted, const hardware& h, growing<int>& at) {
    at.reserve(list.size());
    for (int i = 0; i < list.size(); ++i) {
        if (!needed[i]) {
            at.push(p.size);
            continue;
        }
        const ops::op& o = list[i];
        int tile = 0;
        if (wanted && o.kind == ops::op_kind::conv && o.each_sample && !list[o.in[1]].each_sample &&
            list[o.in[1]].times == 1)
            tile = winograd_tile(o, list[o.in[0]].out, list[o.in[1]].out, h);
        if (p.size + (tile ? 2 : 1) > N) return false;
        if (tile) {
            ops::op& weights = p.op(p.size++);
            weights = ops::winograd_weights(at[o.in[1]], list[o.in[1]].out, o.attr.win, tile);
        }
        at.push(p.size);
        ops::op& here = p.op(p.size++);
        here = o;
        for (int k = 0; k < o.operands; ++k) here.in[k] = at[o.in[k]];
        if (tile) here.kind = ops::op_kind::winograd, here.attr.tile = tile, here.in[1] = p.size - 2;
    }
    return true;
}

} // namespace ctnn::detail

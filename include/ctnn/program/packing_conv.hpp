/// How a convolution's or depthwise convolution's kernel weights are packed.
#pragma once
#include "../op/op.hpp"
#include "../shape/hardware.hpp"
#include "conv_plan.hpp"
#include "panel.hpp"
#include "winograd_plan.hpp"

namespace ctnn::detail {

/// Panels are as wide as the tiles of registers that read them.
constexpr packing packing_of_conv(const ops::op& o, const extents* in, const hardware& h) {
    if (o.kind == ops::op_kind::winograd) return {plan_winograd(o, in[0], o.attr.tile, h).tile.vectors * h.lanes};
    if (o.kind == ops::op_kind::conv && o.attr.groups == 1 && o.out.last() > 1) {
        const conv_plan p = plan_conv(o, in[0], 1, h);
        if (!p.tile.pairs && (p.panels > 1 || o.out.last() % h.lanes != 0))
            return {parts(p.tile.width, h.lanes) * h.lanes};
    }
    return {};
}

/// As bfloat16: a run of the direct kernel begins with a row of words. In a stream taps lie side by side, dilated or
/// not: their rows are the same pairs if a tap has no odd one.
constexpr packing packing_of_bf16_conv(const ops::op& o, const extents* in, const hardware& h) {
    if (o.attr.groups != 1 || o.out.last() == 1) return {};
    for (int d = 0; d < o.attr.win.rank; ++d)
        if (o.attr.win.dilation[d] != 1 && in[0].last() % 2 != 0) return {};
    const conv_plan p = plan_conv(o, in[0], 1, h);
    return {.width = parts(p.tile.width, h.lanes) * h.lanes,
            .pairs = {.run = p.tile.k, .runs = p.taps_rows() * p.runs}};
}

} // namespace ctnn::detail

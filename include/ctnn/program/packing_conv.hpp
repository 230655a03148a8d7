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

} // namespace ctnn::detail

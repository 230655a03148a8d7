/// How a convolution's or depthwise convolution's kernel weights are packed.
#pragma once
#include "../op/op.hpp"
#include "../shape/hardware.hpp"
#include "panel.hpp"
#include "winograd_plan.hpp"

namespace ctnn::detail {

/// Panels are as wide as the tiles of registers that read them.
constexpr packing packing_of_conv(const ops::op& o, const extents* in, const hardware& h) {
    if (o.kind == ops::op_kind::winograd)
        return {plan_winograd(o, in[0], o.attr.tile, h).tile.vectors * h.lanes};
    return {};
}

} // namespace ctnn::detail

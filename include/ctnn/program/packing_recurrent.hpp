/// How a recurrence's kernel is packed: its gates side by side in panels whose sums are all in registers at once. That
/// serves one sample, whose units are in the lanes, and many, whose samples are: a panel's units are neighbours there.
#pragma once
#include "../op/pack.hpp"
#include "../op/recurrent.hpp"
#include "../shape/hardware.hpp"
#include "panel.hpp"

namespace ctnn::detail {

/// Two gates may share a vector, half of it each: 24 units are 1 1/2 vectors of 16 then, not two.
constexpr int part_of_panel(int gates, int lanes) { return gates > 1 && lanes >= 8 ? lanes / 2 : lanes; }

constexpr packing packing_of_recurrence(const ops::op& o, const extents* in, const hardware& h) {
    const int gates = ops::gates_of(ops::recurrent_kind(o.attr.variant)), part = part_of_panel(gates, h.lanes);
    const int whole = ops::panels::whole(ops::units_of(o, in), part);
    // vectors of a gate; of 16 registers ten may hold sums, and a panel less is worth gates that share a vector
    const int most = gates == 1 ? 4 : h.registers > 16 ? 2 : 10 / gates;
    const bool one = whole <= most * h.lanes || (gates > 1 && h.registers <= 16 && gates * whole <= 10 * h.lanes);
    return {.width = one ? whole : most * h.lanes, .part = part, .groups = gates};
}

constexpr packing packing_of_bf16_recurrence(const ops::op& o, const extents* in, const hardware& h) {
    packing p = packing_of_recurrence(o, in, h);
    p.pairs = ops::recurrence(o.attr.at).pairs(ops::units_of(o, in));
    return p;
}

} // namespace ctnn::detail

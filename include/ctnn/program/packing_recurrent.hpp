/// How a recurrence's kernel is packed: its gates side by side in panels whose sums are all in registers at once. That
/// serves one sample, whose units are in the lanes, and many, whose samples are: a panel's units are neighbours there.
#pragma once
#include "../op/recurrent.hpp"
#include "../shape/hardware.hpp"
#include "panel.hpp"

namespace ctnn::detail {

constexpr packing packing_of_recurrence(const ops::op& o, const extents*, const hardware& h) {
    const int gates = ops::gates_of(ops::recurrent_kind(o.attr.variant)),
              vectors = (o.out.last() + h.lanes - 1) / h.lanes;
    const int most = gates == 1 ? 4 : 2;
    return {.width = (vectors < most ? vectors : most) * h.lanes, .groups = gates};
}

} // namespace ctnn::detail

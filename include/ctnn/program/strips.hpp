/// Pass over a program for several samples: between two recurrences that both have the samples in the lanes values stay
/// there, element by element of all samples (elements, samples), instead of being put down for every sample and taken
/// up again.
#pragma once
#include "../op/recurrent.hpp"
#include "../shape/hardware.hpp"
#include "program.hpp"
#include "strip_plan.hpp"

namespace ctnn::detail {

/// Whether a recurrence has all samples in the lanes, as one strip.
template<int N>
constexpr bool is_one_strip(const program<N>& p, int i, const hardware& h) {
    const ops::op& o = p.op(i);
    if (o.kind != ops::op_kind::recurrent || p.is_weight(i) || o.attr.panel == 0 || !p.is_weight(o.in[1]) ||
        p.op(o.in[1]).times > 1)
        return false;
    const ops::recurrence r(o.attr.at);
    extents in[ops::max_operands] = {};
    for (int k = 0; k < o.operands; ++k) in[k] = p.op(o.in[k]).out;
    return r.inputs > 0 && o.times == strip_vectors({r.inputs, ops::units_of(o, in), r.readout}, h.lanes) * h.lanes;
}

template<int N>
constexpr program<N> keep_strips(program<N> p, const hardware& h) {
    const use_counts<N> uses(p);
    for (int i = p.weights; i < p.size; ++i) {
        const int from = p.op(i).in[0];
        if (!is_one_strip(p, i, h) || uses.n[from] != 1 || !is_one_strip(p, from, h)) continue;
        const ops::recurrence r(p.op(from).attr.at);
        if (!r.sequence || r.states || r.readout) continue;
        p.op(from).attr.tile |= y_in_strips, p.op(i).attr.tile |= x_in_strips;
    }
    return p;
}

} // namespace ctnn::detail

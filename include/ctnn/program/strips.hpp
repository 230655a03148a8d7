/// Pass over a program for several samples: between two recurrences that both have the samples in the lanes values stay
/// there, element by element of all samples (elements, samples), instead of being put down for every sample and taken up
/// again. Also how the buffers of such a recurrence are planned.
#pragma once
#include "../op/recurrent.hpp"
#include "../shape/hardware.hpp"
#include "program.hpp"

namespace ctnn::detail {

/// What `attributes::tile` says of a recurrence, as a sum.
enum strip_layout : int { x_in_strips = 1, y_in_strips = 2 };

/// What a strip's buffers are for, a strip being a few vectors of samples: some steps at a time, so that their size is
/// bounded by what a step needs.
struct strip_plan {
    int features, units;
    bool readout; ///< states are kept for a step only
    int layout;   ///< see strip_layout
    int steps;    ///< at a time

    constexpr strip_plan(int features_, int units_, bool readout_, int layout_ = 0)
        : features(features_), units(units_), readout(readout_), layout(layout_), steps(steps_of()) {}
    constexpr int steps_of() const {
        const int rows = readout || features > units ? features : units;
        return rows > 128 ? 1 : 128 / rows > 16 ? 16 : 128 / rows;
    }
    constexpr bool copies_x() const { return !(layout & x_in_strips); }
    constexpr bool copies_y() const { return !(layout & y_in_strips); }
    constexpr int states() const { return readout ? 2 : copies_y() ? steps + 1 : 1; }
    /// Of x (steps, features), h (states, units), c (units), two more of that size, and y (steps) of a readout.
    constexpr int rows() const {
        return (copies_x() ? steps * features : 0) + (states() + 3) * units + (readout ? steps : 0);
    }
};

/// How many vectors of samples a strip has at most, so that its buffers stay below 128 KB; 0: none fits.
constexpr int strip_vectors(const strip_plan& plan, int lanes) {
    for (int n : {2, 1})
        if (std::size_t(plan.rows()) * std::size_t(n * lanes) * sizeof(float) <= 128 * 1024) return n;
    return 0;
}

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

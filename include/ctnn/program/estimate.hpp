/// How long a program takes for some samples at once, about: what decides whether they are worth a block. Measured on one
/// processor with AVX-512; only ratios of such numbers mean something.
#pragma once
#include "../shape/hardware.hpp"
#include "program.hpp"
#include "winograd_plan.hpp"

namespace ctnn::detail {

/// Cycles of `rows` rows times so many weights: multiplied at two vectors a cycle, and fetched once for all rows.
constexpr double product_cycles(double rows, std::size_t weights, const hardware& h) {
    const double bytes = double(weights) * sizeof(float), near = 32 * 1024; // of the first-level cache
    const double multiply = rows * double(weights) / h.lanes * 0.55, fetch = bytes / (bytes < near ? 4 * h.lanes * 2 : 40);
    return (multiply > fetch ? multiply : fetch) + 20;
}

/// Cycles of step i for `samples`; p is the program of one sample.
template<int N>
constexpr double estimated_cycles(const program<N>& p, int i, int samples, const hardware& h) {
    using k = ops::op_kind;
    ops::op o = p.op(i);
    o.times *= samples;
    const double rows = double(o.times) * double(ops::unpooled(o).out.size()) / (o.out.rank ? o.out.last() : 1);
    const double vectors = double(o.size()) / h.lanes;
    switch (o.kind) {
    case k::matmul: return product_cycles(rows, p.op(o.in[1]).out.size(), h);
    case k::conv:
    case k::depthwise: return product_cycles(rows, p.op(o.in[1]).out.size(), h);
    case k::conv_transpose: {
        const extents& x = p.op(o.in[0]).out;
        return product_cycles(double(o.times) * double(x.size()) / x.last(), p.op(o.in[1]).out.size(), h);
    }
    case k::winograd: {
        const winograd_plan plan = plan_winograd(o, p.op(o.in[0]).out, o.attr.tile, h);
        return plan.cycles * o.times / plan.images;
    }
    case k::recurrent: { // step after step: one sample waits for itself, where others would go on
        const double steps = double(o.times) * p.op(o.in[0]).out[0];
        return steps * double(p.op(o.in[1]).out.size()) / h.lanes * (samples == 1 ? 0.9 : 0.67);
    }
    default: return vectors;
    }
}

/// Cycles of all that runs for every sample.
template<int N>
constexpr double estimated_cycles(const program<N>& p, int samples, const hardware& h) {
    double cycles = 0;
    for (int i = 0; i < p.size; ++i)
        if (p.steps[i].works && !p.steps[i].prepares) cycles += estimated_cycles(p, i, samples, h);
    return cycles;
}

} // namespace ctnn::detail

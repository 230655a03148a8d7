/// How long a program takes for some samples at once, about: what decides whether they are worth a block. Only ratios
/// mean something; the constants are those of a processor with AVX-512, measured.
#pragma once
#include "../shape/hardware.hpp"
#include "program.hpp"
#include "winograd_plan.hpp"

namespace ctnn::detail {

/// Cycles of `rows` rows times weights that take so many bytes, fetched once for all rows.
constexpr double product_cycles(double rows, double weights, double bytes, const hardware& h) {
    // bytes of the first-level cache and of the second, bytes a cycle from each of them and from what is behind
    constexpr double first = 32 * 1024, second = 1024 * 1024, call = 20;
    const double rate = 8 * h.lanes, rates[3] = {rate, rate < 40 ? rate : 40, 8};
    const auto part = [&](double from, double to) { return bytes < from ? 0 : (bytes < to ? bytes : to) - from; };
    const double fetch = part(0, first) / rates[0] + part(first, second) / rates[1] + part(second, bytes) / rates[2];
    const double multiply = rows * weights / h.lanes * 0.55; // two vectors a cycle, a tenth lost
    return (multiply > fetch ? multiply : fetch) + call;
}

/// Cycles of step i for `samples`; p is the program of one sample.
template<int N>
constexpr double estimated_cycles(const program<N>& p, int i, int samples, const hardware& h) {
    using k = ops::op_kind;
    ops::op o = p.op(i);
    o.times *= samples;
    const ops::op& second = p.op(o.operands > 1 ? o.in[1] : i);
    const double bytes = double(second.out.size()) * sizeof(float);
    const double weights = double(second.out.size()) * (o.attr.bf16 ? 2 : 1); // two in a word
    const auto positions = [](const extents& e) { return double(e.size()) / (e.rank ? e.last() : 1); };
    switch (o.kind) {
    case k::matmul:
    case k::conv:
    case k::depthwise:
        return product_cycles(o.times * positions(ops::unpooled(o).out), weights, bytes, h);
    case k::conv_transpose:
        return product_cycles(o.times * positions(p.op(o.in[0]).out), weights, bytes, h);
    case k::winograd: {
        const winograd_plan plan = plan_winograd(o, p.op(o.in[0]).out, o.attr.tile, h);
        return plan.cycles * o.times / plan.images;
    }
    case k::recurrent: // step after step: one sample waits for itself, where others would go on
        return double(o.times) * p.op(o.in[0]).out[0] * weights / h.lanes * (samples == 1 ? 0.9 : 0.67);
    default:
        return double(o.size()) / h.lanes; // a vector a cycle: small beside products, whatever it is
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

/// A recurrence over the first axis: op/recurrent.hpp says what each kind computes.
#pragma once
#include "../shape/inline.hpp"
#include "epilogue.hpp"
#include "kernel.hpp"
#include "recurrent_plain.hpp"
#include "recurrent_single.hpp"
#include "recurrent_strips.hpp"

namespace ctnn {
namespace detail {

/// A descriptor as the kernels want it.
template<class D>
struct described_recurrence {
    static constexpr const descriptor& d = D::value;
    static constexpr const ops::attributes& attr = d.op.attr;
    static constexpr ops::recurrence r{attr.at};
    static constexpr int steps = d.in[0][0], row = d.in[0][1], units = ops::units_of(d.op, d.in);
    static constexpr auto from = !r.inputs ? gates_from::operand : r.inputs <= 4 ? gates_from::step : gates_from::chunk;
    static constexpr recurrence_key key{
        ops::recurrent_kind(attr.variant), units, attr.f, attr.g, attr.panel, from, attr.bf16, r.readout};
    static constexpr ops::row_pairs pairs = attr.bf16 ? r.pairs(units) : ops::row_pairs{};
    /// The same for samples in the lanes: units and panels are arguments there.
    static constexpr recurrence_key lanes_key{key.kind, 0, key.f, key.g, 0, gates_from::step, key.bf16, key.readout};

    static constexpr strip_plan strip{r.inputs, units, r.readout, attr.tile};
    /// Whether samples run in strips.
    template<int Lanes>
    static constexpr bool in_strips = attr.panel > 0 && r.inputs > 0 && d.each[1] == 0 && d.op.times > Lanes / 2 &&
                                      strip_vectors(strip, Lanes) > 0;

    static const float* operand(const float* const* x, int i, int t) { return x[i] + t * d.each[i]; }
    static const float* initial(const float* const* x, int i, int t) {
        return r.initial > i ? operand(x, r.first_initial() + i, t) : nullptr;
    }
    /// Of run t.
    static recurrence_data data(const float* const* x, int t) {
        return {.x = operand(x, 0, t) + (attr.reverse ? (steps - 1) * row : 0),
                .stride = attr.reverse ? -row : row,
                .features = r.inputs,
                .kernel = operand(x, 1, t),
                .rows = pairs[r.rows(units)].row,
                .state_row = pairs[r.state_row()].row,
                .bias = r.bias && !r.inputs ? operand(x, 2, t) : nullptr,
                .input_bias = r.input_bias,
                .recurrent_bias = r.bias && r.inputs > 0,
                .sequence = r.sequence,
                .readout = r.readout ? x[r.first_readout()] : nullptr,
                .readout_bias = r.readout_bias ? x[r.first_readout() + 1] : nullptr};
    }
    /// y (n): what is put out, without the function behind the readout.
    template<class Target>
    CTNN_INLINE static void finish(float* y, std::size_t n) {
        if constexpr (r.readout && attr.epilogue.kind != ops::function_kind::identity)
            apply_in_place<Target, attr.epilogue>(y, n);
    }
};

template<class Target, recurrence_key K>
CTNN_INLINE inline void run_recurrence(const recurrence_data& d, int steps, state_of<K, simd::batch<Target>::size>& s,
                                       float* y) {
    if constexpr (K.panel > 0) {
        recurrence_start<Target, K> start;
        start.make(d);
        run_single<Target, K>(d, start, steps, s, y);
    } else
        run_plain<Target, K>(d, steps, s, y);
}

/// What recurrence_of_one takes of the stack.
template<class Target, recurrence_key K>
constexpr std::size_t recurrence_stack_bytes() {
    using B = simd::batch<Target>;
    constexpr std::size_t state =
        sizeof(state_of<K, B::size>) + (K.readout ? sizeof(readout_of_steps<B, K.units>) : 0);
    if constexpr (K.panel > 0)
        return state + sizeof(recurrence_start<Target, K>) + sizeof(single_recurrence<Target, K>);
    else
        return state + sizeof(plain_sums<Target, K>);
}

/// y: what comes out of one sample. The states h0, c0 (units) may be missing.
template<class Target, recurrence_key K>
[[gnu::noinline]] void recurrence_of_one(const recurrence_data& d, int steps, const float* h0, const float* c0,
                                         bool states, float* y) {
    using B = simd::batch<Target>;
    state_of<K, B::size> s;
    s.begin(h0, c0);
    run_recurrence<Target, K>(d, steps, s, y);
    if (d.sequence) y += std::ptrdiff_t(steps) * K.units;
    const auto put = [&](const float* from) { move_run<B>(from, y, K.units), y += K.units; };
    if (!d.sequence) put(s.h[s.odd]);
    if (states) put(s.h[s.odd]);
    if constexpr (K.kind == ops::recurrent_kind::lstm)
        if (states) put(s.c);
}

} // namespace detail

template<>
struct kernel<ops::op_kind::recurrent> {
    template<class D, class Target>
    static constexpr std::size_t stack_bytes() {
        using described = detail::described_recurrence<D>;
        constexpr std::size_t one = detail::recurrence_stack_bytes<Target, described::key>();
        if constexpr (described::template in_strips<simd::batch<Target>::size>) {
            constexpr std::size_t strips =
                detail::strips_stack_bytes<Target, described::lanes_key, described::strip>();
            return strips > one ? strips : one;
        } else
            return one;
    }
    template<class D, class Target>
    CTNN_INLINE static void run(const float* const* x, float* y) {
        using described = detail::described_recurrence<D>;
        constexpr const descriptor& d = D::value;
        constexpr const ops::recurrence& r = described::r;
        if constexpr (!r.readout) detail::nothing_fused<D>();
        constexpr int lanes = simd::batch<Target>::size, first = r.first_initial();
        constexpr std::size_t out = d.op.out.size();
        int t = 0;
        // many samples, in the lanes
        if constexpr (described::template in_strips<lanes>)
            t = detail::run_strips<Target, described::lanes_key, described::strip>(
                described::data(x, 0),
                {.samples = 0,
                 .x_each = d.each[0],
                 .y_each = out,
                 .h = described::initial(x, 0, 0),
                 .c = described::initial(x, 1, 0),
                 .h_each = d.each[first],
                 .c_each = d.each[first + 1],
                 .states = r.states,
                 .y = y,
                 .x_strips = x[0]},
                d.op.attr.panel, d.op.times, described::steps);
        // one after the other
        for (; t < d.op.times; ++t)
            detail::recurrence_of_one<Target, described::key>(described::data(x, t), described::steps,
                                                              described::initial(x, 0, t), described::initial(x, 1, t),
                                                              r.states, y + t * out);
        described::template finish<Target>(y, d.op.times * out);
    }
};

} // namespace ctnn

/// A recurrence over the first axis: op/recurrent.hpp says what each kind computes.
#pragma once
#include "../shape/inline.hpp"
#include "kernel.hpp"
#include "recurrent_lanes.hpp"
#include "recurrent_plain.hpp"
#include "recurrent_single.hpp"

namespace ctnn {
namespace detail {

/// A descriptor as the kernels want it.
template<class D>
struct described_recurrence {
    static constexpr const descriptor& d = D::value;
    static constexpr const ops::attributes& attr = d.op.attr;
    static constexpr ops::recurrence r{attr.at};
    static constexpr int steps = d.in[0][0], row = d.in[0][1], units = d.op.out.last();
    static constexpr auto from = !r.inputs ? gates_from::operand : r.inputs <= 4 ? gates_from::step : gates_from::chunk;
    static constexpr recurrence_key key{ops::recurrent_kind(attr.variant), units, attr.f, attr.g, attr.panel, from};
    /// The same for samples in the lanes: units and panels are arguments there.
    static constexpr recurrence_key lanes_key{key.kind, 0, key.f, key.g, 0, gates_from::step};

    /// Whether samples run in strips.
    template<int Lanes>
    static constexpr bool in_strips = attr.panel > 0 && r.inputs > 0 && d.each[1] == 0 && d.op.times > Lanes / 2 &&
                                      strip_vectors(strip_plan(r.inputs, units), Lanes) > 0;

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
                .rows = r.rows(units),
                .state_row = r.state_row(),
                .bias = r.bias && !r.inputs ? operand(x, 2, t) : nullptr,
                .input_bias = r.input_bias,
                .recurrent_bias = r.bias && r.inputs > 0,
                .sequence = r.sequence};
    }
};

template<class Target, recurrence_key K>
CTNN_INLINE inline void run_recurrence(const recurrence_data& d, int steps, state_of<K, simd::batch<Target>::size>& s,
                                       float* y) {
    if constexpr (K.panel > 0)
        run_single<Target, K>(d, steps, s, y);
    else
        run_plain<Target, K>(d, steps, s, y);
}

/// What recurrence_of_one takes of the stack.
template<class Target, recurrence_key K>
constexpr std::size_t recurrence_stack_bytes() {
    constexpr std::size_t state = sizeof(state_of<K, simd::batch<Target>::size>);
    if constexpr (K.panel > 0)
        return state + sizeof(single_recurrence<Target, K>);
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
                detail::strips_stack_bytes<Target, described::lanes_key, described::r.inputs, described::units>();
            return strips > one ? strips : one;
        } else
            return one;
    }
    template<class D, class Target>
    CTNN_INLINE static void run(const float* const* x, float* y) {
        detail::nothing_fused<D>();
        using described = detail::described_recurrence<D>;
        constexpr const descriptor& d = D::value;
        constexpr const ops::recurrence& r = described::r;
        constexpr int lanes = simd::batch<Target>::size, first = r.first_initial();
        constexpr std::size_t out = d.op.out.size();
        int t = 0;
        // many samples, in the lanes
        if constexpr (described::template in_strips<lanes>)
            t = detail::run_strips<Target, described::lanes_key, r.inputs, described::units>(
                described::data(x, 0),
                {.samples = 0,
                 .x_each = d.each[0],
                 .y_each = out,
                 .h = described::initial(x, 0, 0),
                 .c = described::initial(x, 1, 0),
                 .h_each = d.each[first],
                 .c_each = d.each[first + 1],
                 .states = r.states,
                 .y = y},
                d.op.attr.panel, d.op.times, described::steps);
        // one after the other
        for (; t < d.op.times; ++t)
            detail::recurrence_of_one<Target, described::key>(described::data(x, t), described::steps,
                                                              described::initial(x, 0, t), described::initial(x, 1, t),
                                                              r.states, y + t * out);
    }
};

} // namespace ctnn

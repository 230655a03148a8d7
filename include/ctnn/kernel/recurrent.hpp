/// A recurrence over the first axis: op/recurrent.hpp says what each kind computes.
#pragma once
#include "recurrent_lanes.hpp"
#include "recurrent_plain.hpp"
#include "recurrent_single.hpp"

namespace ctnn {
namespace detail {

/// y: what comes out of one sample. The states h0, c0 (units) may be missing.
template<class Target, recurrence_key K>
[[gnu::noinline]] void recurrence_of_one(const recurrence_data& d, int steps, const float* h0, const float* c0, bool states,
                                         float* y) {
    using B = simd::batch<Target>;
    state_of<K, B::size> s;
    s.begin(h0, c0, K.units);
    if constexpr (K.panel > 0)
        run_single<Target, K>(d, steps, s, y);
    else
        run_plain<Target, K>(d, steps, s, y);
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
    [[gnu::always_inline]] static void run(const float* const* x, float* y) {
        detail::nothing_fused<D>();
        constexpr const descriptor& d = D::value;
        constexpr const ops::attributes& attr = d.op.attr;
        constexpr ops::recurrence r(attr.at);
        constexpr int steps = d.in[0][0], row = d.in[0][1], units = d.op.out.last();
        constexpr auto from = !r.inputs       ? detail::gates_from::operand
                              : r.inputs <= 4 ? detail::gates_from::step
                                              : detail::gates_from::chunk;
        constexpr detail::recurrence_key key{ops::recurrent_kind(attr.variant), units, attr.f, attr.g, attr.panel, from};
        const auto data_of = [&](int t) {
            const auto operand = [&](int i) { return x[i] + t * d.each[i]; };
            return detail::recurrence_data{.x = operand(0) + (attr.reverse ? (steps - 1) * row : 0),
                                           .stride = attr.reverse ? -row : row,
                                           .features = r.inputs,
                                           .kernel = operand(1),
                                           .rows = r.rows(units),
                                           .state_row = r.state_row(),
                                           .bias = r.bias && !r.inputs ? operand(2) : nullptr,
                                           .input_bias = r.input_bias,
                                           .recurrent_bias = r.bias && r.inputs > 0,
                                           .sequence = r.sequence};
        };
        constexpr int first = r.first_initial();
        const auto state = [&](int i, int t) { return r.initial > i ? x[first + i] + t * d.each[first + i] : nullptr; };
        constexpr std::size_t out = d.op.out.size();
        int t = 0;
        // many samples, in the lanes
        constexpr int lanes = simd::batch<Target>::size;
        if constexpr (attr.panel > 0 && r.inputs > 0 && d.each[1] == 0 && d.op.times > lanes / 2 &&
                      detail::strip_vectors(detail::strip_plan(r.inputs, units), lanes) > 0) {
            constexpr detail::recurrence_key any{key.kind, 0, key.f, key.g, 0, detail::gates_from::step};
            t = detail::run_strips<Target, any, r.inputs, units>(
                data_of(0),
                {.samples = 0,
                 .x_each = d.each[0],
                 .y_each = out,
                 .h = state(0, 0),
                 .c = state(1, 0),
                 .h_each = d.each[first],
                 .c_each = d.each[first + 1],
                 .states = r.states,
                 .y = y},
                attr.panel, d.op.times, steps);
        }
        // one after the other
        for (; t < d.op.times; ++t)
            detail::recurrence_of_one<Target, key>(data_of(t), steps, state(0, t), state(1, t), r.states, y + t * out);
    }
};

} // namespace ctnn

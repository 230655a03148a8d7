/// A recurrence over the first axis: op/recurrent.hpp says what each kind computes.
#pragma once
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
        for (int t = 0; t < d.op.times; ++t) {
            const auto operand = [&](int i) { return x[i] + t * d.each[i]; };
            detail::recurrence_data data{.x = operand(0) + (attr.reverse ? (steps - 1) * row : 0),
                                         .stride = attr.reverse ? -row : row,
                                         .features = r.inputs,
                                         .kernel = operand(1),
                                         .rows = r.rows(units),
                                         .state_row = r.state_row(),
                                         .bias = r.bias && !r.inputs ? operand(2) : nullptr,
                                         .input_bias = r.input_bias,
                                         .recurrent_bias = r.bias && r.inputs > 0,
                                         .sequence = r.sequence};
            constexpr int first = r.first_initial();
            detail::recurrence_of_one<Target, key>(data, steps, r.initial > 0 ? operand(first) : nullptr,
                                                   r.initial > 1 ? operand(first + 1) : nullptr, r.states,
                                                   y + std::size_t(t) * d.op.out.size());
        }
    }
};

} // namespace ctnn

/// A recurrence of many samples, strip by strip: samples into the lanes, all steps, and out again.
#pragma once
#include "../program/strip_plan.hpp"
#include "../shape/inline.hpp"
#include "recurrent_lanes.hpp"
#include "strip_moves.hpp"

namespace ctnn::detail {

struct strip_data {
    int samples;                   // of the strip; lanes beyond them hold anything
    std::ptrdiff_t x_each, y_each; // from sample to sample
    const float *h, *c;            // initial states (units), or none
    std::ptrdiff_t h_each, c_each;
    bool states;
    float* y;
    const float* x_strips; // of the first step in memory, if x is in strips
};

/// `buffer`: plan.rows() rows.
template<class Target, recurrence_key K, int Vectors>
[[gnu::noinline]] void run_strip(const recurrence_data& d, const strip_data& strip, const strip_plan& plan, int panel,
                                 int steps, float* buffer) {
    using recurrence = strip_recurrence<Target, K, Vectors>;
    using B = typename recurrence::B;
    constexpr int S = recurrence::strip;
    const recurrence r{d, plan.units, panel};
    const int state = plan.units * S, units = plan.units;
    float *const x = buffer, *const all = plan.copies_x() ? x + plan.steps * plan.features * S : x;
    float* const c = all + plan.states() * state;
    float* const read = c + 3 * state;                   // of a readout
    float *h = all + (plan.states() - 1) * state, *from; // the last state, in one of so many places, or in y
    float* y = strip.y;
    for (int i = 0; i < state; ++i) h[i] = c[i] = 0;
    if (plan.copies_x() && strip.samples < S) // lanes of no sample are computed with
        for (int i = 0; i < plan.steps * plan.features * S; ++i) x[i] = 0;
    if (strip.h) into_strip<B, S>(strip.h, strip.h_each, strip.samples, units, h);
    if (strip.c) into_strip<B, S>(strip.c, strip.c_each, strip.samples, units, c);
    for (int t = 0; t < steps;) {
        const int n = steps - t < plan.steps ? steps - t : plan.steps;
        const bool reverse = d.stride < 0;
        // together in memory: from the last of them if in reverse
        const float* rows = x;
        if (plan.copies_x())
            into_strip<B, S>(d.x + (reverse ? t + n - 1 : t) * d.stride, strip.x_each, strip.samples, n * d.features,
                             x);
        else
            rows = strip.x_strips + std::ptrdiff_t(reverse ? steps - t - n : t) * d.features * S;
        from = !plan.copies_y()     ? y + std::ptrdiff_t(t) * state
               : h == all && n == 1 ? all + state
                                    : all; // whose first place is not the last state's
        for (int i = 0; i < n; ++i) {
            float* const next = !K.readout ? from + i * state : h == all ? all + state : all;
            r.step(rows + (reverse ? n - 1 - i : i) * d.features * S, h, next, c, c + state, c + 2 * state);
            h = next;
            if constexpr (K.readout) r.read_out(h, read + i * S);
        }
        t += n;
        if constexpr (K.readout)
            out_of_strip<B, S>(read, strip.samples, n, y, strip.y_each), y += n;
        else if (d.sequence && plan.copies_y())
            out_of_strip<B, S>(from, strip.samples, n * units, y, strip.y_each), y += n * units;
    }
    if (!d.sequence) out_of_strip<B, S>(h, strip.samples, units, y, strip.y_each), y += units;
    if (strip.states) {
        out_of_strip<B, S>(h, strip.samples, units, y, strip.y_each), y += units;
        if constexpr (K.kind == ops::recurrent_kind::lstm) out_of_strip<B, S>(c, strip.samples, units, y, strip.y_each);
    }
}

/// What run_strips takes of the stack.
template<class Target, recurrence_key K, strip_plan Plan>
constexpr std::size_t strips_stack_bytes() {
    constexpr int L = simd::batch<Target>::size, most = strip_vectors(Plan, L);
    return std::size_t(Plan.rows() * most * L) * sizeof(float) + strip_recurrence<Target, K, most>::block_bytes;
}

/// Samples in strips; too few to fill half a vector are left over. How many strips took is returned. d.x and `first`
/// are the first sample's.
template<class Target, recurrence_key K, strip_plan Plan>
[[gnu::noinline]] int run_strips(const recurrence_data& d, strip_data first, int panel, int samples, int steps) {
    constexpr int L = simd::batch<Target>::size;
    constexpr int most = strip_vectors(Plan, L);
    alignas(64) float buffer[Plan.rows() * most * L];
    int done = 0;
    recurrence_data of = d;
    while (samples - done > L / 2) {
        const int left = samples - done, vectors = most == 2 && left > L ? 2 : 1;
        first.samples = left < vectors * L ? left : vectors * L;
        if (vectors == 2)
            run_strip<Target, K, most>(of, first, Plan, panel, steps, buffer);
        else
            run_strip<Target, K, 1>(of, first, Plan, panel, steps, buffer);
        done += first.samples;
        of.x += first.samples * first.x_each, first.y += first.samples * first.y_each;
        if (first.h) first.h += first.samples * first.h_each;
        if (first.c) first.c += first.samples * first.c_each;
    }
    return done;
}

} // namespace ctnn::detail

/// A recurrence over the first axis: op/recurrent.hpp says what each kind computes. The state stays in buffers on the
/// stack; a step makes h . U for a panel of units, all of their gates side by side in registers, and goes on from there
/// to the new state.
#pragma once
#include "function.hpp"
#include "move.hpp"

namespace ctnn {
namespace detail {

/// What the code depends on. Steps, direction, what is written and where states begin are arguments.
struct recurrence_key {
    ops::recurrent_kind kind;
    int units;
    ops::function f, g;
};

struct recurrence_data {
    const float* gates;           // (steps, gates * units), at the step that comes first
    int stride;                   // from one step to the next one, negative in reverse
    const float* kernel;          // (units, gates * units)
    const float* bias = nullptr;  // (gates * units), or none
    const float* h = nullptr;     // initial states (units), zeros if there are none
    const float* c = nullptr;
    bool sequence, states;
};

/// Panels of units for a product that gives `Gates` sums for each: how many vectors of units a panel has, and into how
/// many chains its additions are split, so that there are enough independent ones and all stay in registers.
template<class B, int Units, int Gates>
struct unit_panels {
    static constexpr int L = B::size, vectors = (Units + L - 1) / L, last = Units - (vectors - 1) * L;
    static constexpr int sums = B::size >= 16 ? 16 : 8, most = sums / Gates;
    static constexpr int count = (vectors + most - 1) / most, width = (vectors + count - 1) / count;
    static constexpr int whole = (Units / L) / width; // panels without a part of a vector
    static constexpr int rest = vectors - whole * width;
    static constexpr int wanted = (sums / 2 + Gates * width - 1) / (Gates * width);
    static constexpr int chains = wanted < Units ? wanted : Units;

    /// Calls f.operator()<vectors, elements of the last one>(first unit) for every panel.
    template<class F>
    [[gnu::always_inline]] static inline void for_each(const F& f) {
        for (int p = 0; p < whole; ++p) f.template operator()<width, L>(p * width * L);
        if constexpr (rest > 0) f.template operator()<rest, last>(whole * width * L);
    }
};

/// The first `Last` floats of vector v of n, the others whole.
template<class B, int N, int Last>
[[gnu::always_inline]] inline B load_units(const float* p, int v) {
    return v + 1 == N && Last < B::size ? simd::load_first<B>(p + v * B::size, Last) : simd::load<B>(p + v * B::size);
}
template<int N, int Last, class B>
[[gnu::always_inline]] inline void store_units(float* p, int v, B x) {
    if (v + 1 == N && Last < B::size)
        simd::store_first(p + v * B::size, Last, x);
    else
        simd::store(p + v * B::size, x);
}

/// sum[g][v] += h (Units) . the N vectors of columns at w + g * Units, of rows of `Row` floats. `Behind`: how many floats
/// of a row lie behind the last gate's columns. Lanes that are no units get something.
template<class B, int Units, int Gates, int Row, int Behind, int N, int Last, int Chains>
[[gnu::always_inline]] inline void add_state_product(const float* h, const float* w, B (&sum)[Gates][N]) {
    constexpr int L = B::size;
    // whole vectors may be read where their surplus lanes are still within the matrix
    constexpr int surplus = L - Last - Behind, masked = surplus <= 0 ? 0 : (surplus + Row - 1) / Row;
    constexpr int safe = masked < Units ? Units - masked : 0;
    B part[Chains][Gates][N];
#pragma GCC unroll 16
    for (int g = 0; g < Gates; ++g)
#pragma GCC unroll 16
        for (int v = 0; v < N; ++v) {
            part[0][g][v] = sum[g][v];
#pragma GCC unroll 16
            for (int s = 1; s < Chains; ++s) part[s][g][v] = B(0.f);
        }
    const auto add = [&](int k, int s, const auto& load) __attribute__((always_inline)) {
        const B a(h[k]);
#pragma GCC unroll 16
        for (int g = 0; g < Gates; ++g)
#pragma GCC unroll 16
            for (int v = 0; v < N; ++v)
                part[s][g][v] = simd::fma(a, load(w + std::ptrdiff_t(k) * Row + g * Units, v), part[s][g][v]);
    };
    const auto all = [](const float* p, int v) __attribute__((always_inline)) { return simd::load<B>(p + v * L); };
    int k = 0;
#pragma GCC unroll 2
    for (; k + Chains <= safe; k += Chains)
#pragma GCC unroll 16
        for (int s = 0; s < Chains; ++s) add(k + s, s, all);
    for (; k < safe; ++k) add(k, 0, all);
    for (; k < Units; ++k) add(k, 0, load_units<B, N, Last>);
#pragma GCC unroll 16
    for (int g = 0; g < Gates; ++g)
#pragma GCC unroll 16
        for (int v = 0; v < N; ++v) {
            sum[g][v] = part[0][g][v];
#pragma GCC unroll 16
            for (int s = 1; s < Chains; ++s) sum[g][v] += part[s][g][v];
        }
}

/// One layer's states and how a step goes; every kind of recurrence has a `step`.
template<class B, recurrence_key K>
struct recurrence_state {
    static constexpr int units = K.units, L = B::size, padded_units = (units + L - 1) / L * L;
    static constexpr int gates = ops::gates_of(K.kind), row = gates * units;
    static constexpr auto kind = K.kind;
    using k = ops::recurrent_kind;

    alignas(64) float h[2][padded_units], c[kind == k::lstm || kind == k::gru ? padded_units : 1]; // gru: z
    alignas(64) float bias[kind == k::gru_reset_after ? gates : 1][padded_units];

    /// sum = what `from(gate)` has for each gate + h . U
    template<int First, int Count, int N, int Last, class From>
    [[gnu::always_inline]] static inline void product(const float* state, const float* kernel, int unit, B (&sum)[Count][N],
                                                      const From& from) {
        using panels = unit_panels<B, units, Count>;
#pragma GCC unroll 16
        for (int g = 0; g < Count; ++g)
#pragma GCC unroll 16
            for (int v = 0; v < N; ++v) sum[g][v] = from(First + g, v);
        add_state_product<B, units, Count, row, (gates - First - Count) * units, N, Last, panels::chains>(
            state, kernel + First * units + unit, sum);
    }

    /// now -> next, from the step's row of gates; y (units) or null.
    [[gnu::always_inline]] inline void step(const float* a, const float* kernel, const float* now, float* next, float* y) {
        constexpr int first_product = kind == k::gru ? 2 : gates;
        unit_panels<B, units, first_product>::for_each([&]<int N, int Last>(int unit) __attribute__((always_inline)) {
            B sum[first_product][N];
            const auto gate = [&](int g, int v) __attribute__((always_inline)) {
                return load_units<B, N, Last>(a + g * units + unit, v);
            };
            const auto put = [&](int v, B x) __attribute__((always_inline)) {
                simd::store_aligned(next + unit + v * L, x);
                if (y) store_units<N, Last>(y + unit, v, x);
            };
            if constexpr (kind == k::simple) {
                product<0, 1, N, Last>(now, kernel, unit, sum, gate);
#pragma GCC unroll 16
                for (int v = 0; v < N; ++v) put(v, simd::apply<K.f>(sum[0][v]));
            } else if constexpr (kind == k::lstm) {
                product<0, 4, N, Last>(now, kernel, unit, sum, gate);
#pragma GCC unroll 16
                for (int v = 0; v < N; ++v) {
                    float* cell = c + unit + v * L;
                    const B i = simd::apply<K.g>(sum[0][v]), f = simd::apply<K.g>(sum[1][v]),
                            candidate = simd::apply<K.f>(sum[2][v]), o = simd::apply<K.g>(sum[3][v]);
                    const B updated = simd::fma(f, simd::load_aligned<B>(cell), i * candidate);
                    simd::store_aligned(cell, updated);
                    put(v, o * simd::apply<K.f>(updated));
                }
            } else if constexpr (kind == k::gru_reset_after) {
                product<0, 3, N, Last>(now, kernel, unit, sum, [&](int g, int v) __attribute__((always_inline)) {
                    const B b = simd::load_aligned<B>(bias[g] + unit + v * L);
                    return g == 2 ? b : b + gate(g, v);
                });
#pragma GCC unroll 16
                for (int v = 0; v < N; ++v) {
                    const B keep = simd::apply<K.g>(sum[0][v]), reset = simd::apply<K.g>(sum[1][v]);
                    const B candidate = simd::apply<K.f>(simd::fma(reset, sum[2][v], gate(2, v)));
                    put(v, simd::fma(keep, simd::load_aligned<B>(now + unit + v * L), (1.f - keep) * candidate));
                }
            } else { // z is kept for the second product, r h takes the place of the next state until then
                product<0, 2, N, Last>(now, kernel, unit, sum, gate);
#pragma GCC unroll 16
                for (int v = 0; v < N; ++v) {
                    const int at = unit + v * L;
                    simd::store_aligned(c + at, simd::apply<K.g>(sum[0][v]));
                    simd::store_aligned(next + at, simd::apply<K.g>(sum[1][v]) * simd::load_aligned<B>(now + at));
                }
            }
        });
        if constexpr (kind == k::gru) {
            const float* reset = simd::reread(next);
            float* updated = const_cast<float*>(now);
            unit_panels<B, units, 1>::for_each([&]<int N, int Last>(int unit) __attribute__((always_inline)) {
                B sum[1][N];
                product<2, 1, N, Last>(reset, kernel, unit, sum, [&](int g, int v) __attribute__((always_inline)) {
                    return load_units<B, N, Last>(a + g * units + unit, v);
                });
#pragma GCC unroll 16
                for (int v = 0; v < N; ++v) {
                    const int at = unit + v * L;
                    const B keep = simd::load_aligned<B>(c + at);
                    const B x = simd::fma(keep, simd::load_aligned<B>(now + at), (1.f - keep) * simd::apply<K.f>(sum[0][v]));
                    simd::store_aligned(updated + at, x);
                    if (y) store_units<N, Last>(y + unit, v, x);
                }
            });
        }
    }
};

template<class Target, recurrence_key K>
[[gnu::noinline]] void run_recurrence(const recurrence_data& d, int steps, float* y) {
    using B = simd::batch<Target>;
    using state = recurrence_state<B, K>;
    constexpr int units = K.units;
    state s;
    const auto begin = [&](float* to, const float* from) __attribute__((always_inline)) {
        for (int i = 0; i < state::padded_units; ++i) to[i] = from && i < units ? from[i] : 0;
    };
    begin(s.h[0], d.h);
    if constexpr (K.kind == ops::recurrent_kind::lstm) begin(s.c, d.c);
    if constexpr (K.kind == ops::recurrent_kind::gru_reset_after)
        for (int g = 0; g < state::gates; ++g) begin(s.bias[g], d.bias ? d.bias + g * units : nullptr);
    float *now = s.h[0], *next = s.h[1];
    const float* a = d.gates;
    for (int t = 0; t < steps; ++t, a += d.stride) {
        now = simd::reread(now);
        s.step(a, d.kernel, now, next, d.sequence ? y : nullptr);
        if (d.sequence) y += units;
        if constexpr (K.kind != ops::recurrent_kind::gru) { // which ends where it began
            float* const swapped = now;
            now = next, next = swapped;
        }
    }
    const auto put = [&](const float* from) { move_run<B>(from, y, units), y += units; };
    if (!d.sequence) put(now);
    if (d.states) put(now);
    if constexpr (K.kind == ops::recurrent_kind::lstm)
        if (d.states) put(s.c);
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
        constexpr int steps = d.in[0][0], row = d.in[0][1];
        constexpr detail::recurrence_key key{ops::recurrent_kind(attr.variant), d.in[1][0], attr.f, attr.g};
        for (int t = 0; t < d.op.times; ++t) {
            const auto operand = [&](int i) { return x[i] + t * d.each[i]; };
            detail::recurrence_data data{.gates = operand(0) + (attr.reverse ? (steps - 1) * row : 0),
                                         .stride = attr.reverse ? -row : row,
                                         .kernel = operand(1),
                                         .sequence = r.sequence,
                                         .states = r.states};
            if constexpr (r.bias) data.bias = operand(2);
            if constexpr (r.initial > 0) data.h = operand(2 + r.bias);
            if constexpr (r.initial > 1) data.c = operand(3 + r.bias);
            detail::run_recurrence<Target, key>(data, steps, y + std::size_t(t) * d.op.out.size());
        }
    }
};

} // namespace ctnn

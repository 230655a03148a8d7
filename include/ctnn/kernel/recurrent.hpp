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
    const float* gates;          // (steps, gates * units), at the step that comes first
    int stride;                  // from one step to the next one, negative in reverse
    const float* kernel;         // (units, gates * units)
    const float* bias = nullptr; // (gates * units), or none
    const float* h = nullptr;    // initial states (units), zeros if there are none
    const float* c = nullptr;
    bool sequence, states;
};

/// Panels of units for a product that gives `Gates` sums for each: how many vectors of units a panel has, and into how
/// many chains its additions are split, so that there are enough independent ones and all stay in registers.
template<class B, int Units, int Gates>
struct unit_panels {
    static constexpr int L = B::size, vectors = (Units + L - 1) / L, last = Units - (vectors - 1) * L;
    static constexpr bool many_registers = B::size >= 16 || simd::detail::is_neon<typename B::target>;
    static constexpr int sums = many_registers ? 16 : 8, most = sums / Gates;
    static constexpr int count = (vectors + most - 1) / most, width = (vectors + count - 1) / count;
    static constexpr int whole = (Units / L) / width; // panels without a part of a vector
    static constexpr int rest = vectors - whole * width;
    static constexpr int wanted = (sums / 2 + Gates * width - 1) / (Gates * width);
    static constexpr int chains = wanted < Units ? wanted : Units;

    /// Calls f.operator()<vectors, elements of the last one>(first unit) for every panel.
    template<class F>
    [[gnu::always_inline]] static inline void for_each(bool backwards, const F& f) {
        for (int p = 0; p < whole; ++p) f.template operator()<width, L>((backwards ? whole - 1 - p : p) * width * L);
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

/// sum[g][v] += h (Units) . the N vectors of columns at w + g * Units, of rows of `Row` floats. `Behind`: how many
/// floats of a row lie behind the last gate's columns. Lanes that are no units get something.
template<class B, int Units, int Gates, int Row, int Behind, int N, int Last, int Chains>
[[gnu::always_inline]] inline void add_state_product(const float* h, const float* w, bool backwards,
                                                     B (&sum)[Gates][N]) {
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
    // where rows are masked, which are the last ones, there is one direction only
    const bool back = masked == 0 && backwards;
    const std::ptrdiff_t by = back ? -1 : 1;
    if (back) h += Units - 1, w += std::ptrdiff_t(Units - 1) * Row;
    const auto add = [&](int s, const auto& load) __attribute__((always_inline)) {
        const B a(*h);
#pragma GCC unroll 16
        for (int g = 0; g < Gates; ++g)
#pragma GCC unroll 16
            for (int v = 0; v < N; ++v) part[s][g][v] = simd::fma(a, load(w + g * Units, v), part[s][g][v]);
        h += by, w += by * Row;
    };
    const auto all = [](const float* p, int v) __attribute__((always_inline)) { return simd::load<B>(p + v * L); };
    int k = 0;
#pragma GCC unroll 2
    for (; k + Chains <= safe; k += Chains)
#pragma GCC unroll 16
        for (int s = 0; s < Chains; ++s) add(s, all);
    if constexpr (safe % Chains != 0)
        for (; k < safe; ++k) add(0, all);
    if constexpr (safe < Units)
        for (; k < Units; ++k) add(0, load_units<B, N, Last>);
#pragma GCC unroll 16
    for (int g = 0; g < Gates; ++g)
#pragma GCC unroll 16
        for (int v = 0; v < N; ++v) {
            sum[g][v] = part[0][g][v];
#pragma GCC unroll 16
            for (int s = 1; s < Chains; ++s) sum[g][v] += part[s][g][v];
        }
}

/// The part of a step behind the product, for all units (n: padded to whole vectors). sum (gates, n): of an LSTM i, f,
/// c~, o, of a GRU z, r, h~ and, for h~, what does not depend on the state.
template<class B, ops::recurrent_kind Kind, ops::function F, ops::function G>
[[gnu::always_inline]] inline void update_state(std::ptrdiff_t n, const float* sum, const float* now, float* next,
                                                float* c) {
    using k = ops::recurrent_kind;
    for (std::ptrdiff_t u = 0; u < n; u += B::size) {
        const auto gate = [&](int g) __attribute__((always_inline)) { return simd::load_aligned<B>(sum + g * n + u); };
        if constexpr (Kind == k::lstm) {
            const B i = simd::apply<G>(gate(0)), f = simd::apply<G>(gate(1)), candidate = simd::apply<F>(gate(2)),
                    o = simd::apply<G>(gate(3));
            const B updated = simd::fma(f, simd::load_aligned<B>(c + u), i * candidate);
            simd::store_aligned(c + u, updated);
            simd::store_aligned(next + u, o * simd::apply<F>(updated));
        } else {
            const B keep = simd::apply<G>(gate(0));
            B z = gate(2);
            if constexpr (Kind == k::gru_reset_after) z = simd::fma(simd::apply<G>(gate(1)), z, gate(3));
            const B kept = simd::load_aligned<B>(now + u);
            simd::store_aligned(next + u, simd::fma(keep, kept, (1.f - keep) * simd::apply<F>(z)));
        }
    }
}
/// The same code for every number of units.
template<class Target, ops::recurrent_kind Kind, ops::function F, ops::function G>
[[gnu::noinline]] void update_long_state(std::ptrdiff_t n, const float* sum, const float* now, float* next, float* c) {
    update_state<simd::batch<Target>, Kind, F, G>(n, sum, now, next, c);
}
/// r h in the place of r, for the second product of a GRU that resets before it.
template<class Target, ops::function G>
[[gnu::noinline]] void reset_state(std::ptrdiff_t n, float* r, const float* now) {
    using B = simd::batch<Target>;
    for (std::ptrdiff_t u = 0; u < n; u += B::size)
        simd::store_aligned(r + u, simd::apply<G>(simd::load_aligned<B>(r + u)) * simd::load_aligned<B>(now + u));
}

/// One layer's states, and how a step goes.
template<class Target, recurrence_key K>
struct recurrence_state {
    using B = simd::batch<Target>;
    using k = ops::recurrent_kind;
    static constexpr auto kind = K.kind;
    static constexpr int units = K.units, L = B::size, padded_units = (units + L - 1) / L * L;
    static constexpr int gates = ops::gates_of(K.kind), row = gates * units;
    static constexpr bool has_bias = kind == k::gru_reset_after;
    /// A kernel that the first cache does not hold is read forwards and backwards in turn: the part that was read last
    /// is still there.
    static constexpr bool to_and_fro = units * row * sizeof(float) > 24 * 1024;

    alignas(64) float h[2][padded_units];
    alignas(64) float sum[gates + has_bias][padded_units];
    alignas(64) float c[kind == k::lstm ? padded_units : 1], bias[has_bias ? gates : 1][padded_units];

    /// to (gates, padded_units) = F(the step's a + bias + now . kernel), for the gates [First, First + Count)
    template<int First, int Count, ops::function F = ops::function{}>
    [[gnu::always_inline]] inline void product(const float* a, const float* kernel, const float* now, float* to,
                                               bool odd) {
        using panels = unit_panels<B, units, Count>;
        const bool backwards = to_and_fro && odd;
        panels::for_each(
            backwards, [&]<int N, int Last>(int unit) __attribute__((always_inline)) {
                B s[Count][N];
#pragma GCC unroll 16
                for (int i = 0; i < Count; ++i)
#pragma GCC unroll 16
                    for (int v = 0; v < N; ++v) {
                        const int g = First + i, at = unit + v * L;
                        B from = load_units<B, N, Last>(a + g * units + unit, v);
                        if constexpr (has_bias) {
                            const B b = simd::load_aligned<B>(bias[g] + at);
                            if (g == 2)
                                simd::store_aligned(sum[gates] + at, from), from = b;
                            else
                                from += b;
                        }
                        s[i][v] = from;
                    }
                add_state_product<B, units, Count, row, (gates - First - Count) * units, N, Last, panels::chains>(
                    now, kernel + First * units + unit, backwards, s);
#pragma GCC unroll 16
                for (int i = 0; i < Count; ++i)
#pragma GCC unroll 16
                    for (int v = 0; v < N; ++v)
                        simd::store_aligned(to + (First + i) * padded_units + unit + v * L, simd::apply<F>(s[i][v]));
            });
    }

    /// now -> next, from the step's row of gates
    [[gnu::always_inline]] inline void step(const float* a, const float* kernel, const float* now, float* next,
                                            bool odd) {
        if constexpr (kind == k::simple) {
            product<0, 1, K.f>(a, kernel, now, next, odd);
            return;
        } else if constexpr (kind == k::gru) {
            product<0, 2>(a, kernel, now, sum[0], odd);
            reset_state<Target, K.g>(padded_units, sum[1], now);
            product<2, 1>(a, kernel, sum[1], sum[0], odd);
        } else {
            product<0, gates>(a, kernel, now, sum[0], odd);
        }
        if constexpr (padded_units <= 2 * L) // a call would be felt
            update_state<B, kind, K.f, K.g>(padded_units, sum[0], now, next, c);
        else
            update_long_state<Target, kind, K.f, K.g>(padded_units, sum[0], now, next, c);
    }
};

template<class Target, recurrence_key K>
[[gnu::noinline]] void run_recurrence(const recurrence_data& d, int steps, float* y) {
    using B = simd::batch<Target>;
    using state = recurrence_state<Target, K>;
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
        s.step(a, d.kernel, now, next, t % 2 != 0);
        float* const swapped = now;
        now = next, next = swapped;
        if (d.sequence) move_run<B>(now, y, units), y += units;
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

/// A recurrence of many samples, on the same packed kernel: the samples are in the lanes, weights are broadcast. Any
/// number of units goes without padding, and gates never leave the registers.
///
/// A strip is a few vectors of samples. Its values are rows (strip): a feature's of x, a unit's of h and c.
#pragma once
#include "recurrent_cell.hpp"

namespace ctnn::detail {

/// What a strip's buffers are for: some steps at a time, so that their size is bounded by what a step needs.
struct strip_plan {
    int features, units;
    int padded; ///< units, up to what tiles take at once
    int steps;  ///< at a time

    constexpr strip_plan(int features_, int units_)
        : features(features_), units(units_), padded((units + 7) / 8 * 8), steps(steps_of()) {}
    constexpr int steps_of() const {
        const int rows = features > units ? features : units;
        return rows > 128 ? 1 : 128 / rows > 16 ? 16 : 128 / rows;
    }
    /// Of x (steps, features), h (steps + 1, padded), c (padded), and two more of that size.
    constexpr int rows() const { return steps * features + (steps + 4) * padded; }
};

struct strip_data {
    int samples;                          // of the strip; lanes beyond them hold anything
    std::ptrdiff_t x_each, y_each;        // from sample to sample
    const float *h, *c;                   // initial states (units), or none
    std::ptrdiff_t h_each, c_each;
    bool states;
    float* y;
};

/// to (columns, strip) = x (samples, columns; x_each apart)
template<int Strip>
[[gnu::always_inline]] inline void into_strip(const float* x, std::ptrdiff_t x_each, int samples, int columns, float* to) {
    int s = 0;
    for (; s + 4 <= samples; s += 4, x += 4 * x_each) {
        int j = 0;
        for (; j + 4 <= columns; j += 4) simd::transpose_4x4(x + j, x_each, to + j * Strip + s, Strip);
        for (; j < columns; ++j)
            for (int i = 0; i < 4; ++i) to[j * Strip + s + i] = x[i * x_each + j];
    }
    for (; s < samples; ++s, x += x_each)
        for (int j = 0; j < columns; ++j) to[j * Strip + s] = x[j];
}
/// y (samples, columns; y_each apart) = from (columns, strip)
template<int Strip>
[[gnu::always_inline]] inline void out_of_strip(const float* from, int samples, int columns, float* y, std::ptrdiff_t y_each) {
    int s = 0;
    for (; s + 4 <= samples; s += 4, y += 4 * y_each) {
        int j = 0;
        for (; j + 4 <= columns; j += 4) simd::transpose_4x4(from + j * Strip + s, Strip, y + j, y_each);
        for (; j < columns; ++j)
            for (int i = 0; i < 4; ++i) y[i * y_each + j] = from[j * Strip + s + i];
    }
    for (; s < samples; ++s, y += y_each)
        for (int j = 0; j < columns; ++j) y[j] = from[j * Strip + s];
}

/// K.units and K.panel are 0: how many there are is an argument.
template<class Target, recurrence_key K, int Vectors>
struct strip_recurrence {
    using B = simd::batch<Target>;
    using k = ops::recurrent_kind;
    static constexpr int L = B::size, strip = Vectors * L, gates = ops::gates_of(K.kind);

    /// How many units a tile has that makes so many sums for each.
    static constexpr int units_at_once(int sums) {
        const int n = (many_registers<Target> ? 16 : 8) / (sums * Vectors);
        return n >= 8 && L >= 8 ? 8 : n >= 4 ? 4 : n >= 2 ? 2 : 1;
    }

    const recurrence_data& d;
    int units, panel;

    /// The kernel's columns of some units: of a row every gate's, `width` apart.
    struct columns {
        const float* first;
        int width;
        std::ptrdiff_t row;
        const float* at(int r) const { return first + r * row; }
    };

    /// sum (G, U, Vectors) += the kernel's rows, of G gates and U units, by `rows` rows of v.
    template<int G, int U>
    [[gnu::always_inline]] static inline void add(const float* v, int rows, const float* w, const columns& c,
                                                  B (&sum)[G][U][Vectors]) {
#pragma GCC unroll 2
        for (int r = 0; r < rows; ++r, v += strip, w += c.row) {
            B a[Vectors];
#pragma GCC unroll 4
            for (int s = 0; s < Vectors; ++s) a[s] = simd::load_aligned<B>(v + s * L);
#pragma GCC unroll 4
            for (int g = 0; g < G; ++g)
#pragma GCC unroll 8
                for (int u = 0; u < U; ++u) {
                    const B b(w[g * c.width + u]);
#pragma GCC unroll 4
                    for (int s = 0; s < Vectors; ++s) sum[g][u][s] = simd::fma(b, a[s], sum[g][u][s]);
                }
        }
    }
    /// Without a row there are zeros.
    template<int G, int U>
    [[gnu::always_inline]] static inline void begin(const float* row, const columns& c, B (&sum)[G][U][Vectors]) {
#pragma GCC unroll 4
        for (int g = 0; g < G; ++g)
#pragma GCC unroll 8
            for (int u = 0; u < U; ++u)
#pragma GCC unroll 4
                for (int s = 0; s < Vectors; ++s) sum[g][u][s] = row ? B(row[g * c.width + u]) : B(0.f);
    }

    /// Calls f(first unit, columns) for every U units.
    template<int U, class F>
    [[gnu::always_inline]] inline void for_each(const F& f) const {
        const float* w = d.kernel;
        for (int p = 0; p < units; p += panel) {
            const int left = (units - p + L - 1) / L * L, width = left < panel ? left : panel;
            const std::ptrdiff_t row = std::ptrdiff_t(gates) * width;
            for (int u = 0; u < width && p + u < units; u += U) f(p + u, columns{w + u, width, row});
            w += d.rows * row;
        }
    }
    template<int U, class F>
    [[gnu::always_inline]] static inline void for_vectors(int unit, const F& f) {
#pragma GCC unroll 8
        for (int u = 0; u < U; ++u)
#pragma GCC unroll 4
            for (int s = 0; s < Vectors; ++s) f(u, s, (unit + u) * strip + s * L);
    }

    /// x (features, strip), now -> next (units, strip); c, keep, reset (units, strip)
    [[gnu::always_inline]] inline void step(const float* x, const float* now, float* next, float* c, float* keep,
                                            float* reset) const {
        const int state = d.state_row;
        const auto bias = [&](const columns& w) { return d.input_bias ? w.at(d.features) : nullptr; };
        if constexpr (K.kind == k::simple || K.kind == k::lstm) {
            constexpr int U = units_at_once(gates);
            for_each<U>([&](int unit, const columns& w) __attribute__((always_inline)) {
                B sum[gates][U][Vectors];
                begin(bias(w), w, sum);
                add(x, d.features, w.at(0), w, sum);
                add(now, units, w.at(state), w, sum);
                for_vectors<U>(unit, [&](int u, int s, int at) __attribute__((always_inline)) {
                    if constexpr (K.kind == k::simple) {
                        simd::store_aligned(next + at, simd::apply<K.f>(sum[0][u][s]));
                    } else {
                        B cell = simd::load_aligned<B>(c + at);
                        simd::store_aligned(next + at, lstm_cell<K>(sum[0][u][s], sum[1][u][s], sum[2][u][s], sum[3][u][s], cell));
                        simd::store_aligned(c + at, cell);
                    }
                });
            });
        } else if constexpr (K.kind == k::gru_reset_after) {
            constexpr int U = units_at_once(4);
            for_each<U>([&](int unit, const columns& w) __attribute__((always_inline)) {
                B sum[3][U][Vectors], more[3][U][Vectors], outer[U][Vectors];
                begin(bias(w), w, sum);
                begin(d.recurrent_bias ? w.at(d.rows - 1) : nullptr, w, more);
                add(x, d.features, w.at(0), w, sum);
                for_vectors<U>(unit, [&](int u, int s, int) __attribute__((always_inline)) {
                    sum[0][u][s] += more[0][u][s], sum[1][u][s] += more[1][u][s];
                    outer[u][s] = sum[2][u][s], sum[2][u][s] = more[2][u][s];
                });
                add(now, units, w.at(state), w, sum);
                for_vectors<U>(unit, [&](int u, int s, int at) __attribute__((always_inline)) {
                    simd::store_aligned(next + at, gru_cell<K>(sum[0][u][s], sum[1][u][s], outer[u][s], sum[2][u][s],
                                                               simd::load_aligned<B>(now + at)));
                });
            });
        } else {
            constexpr int U = units_at_once(2), V = units_at_once(1);
            for_each<U>([&](int unit, const columns& w) __attribute__((always_inline)) {
                B sum[2][U][Vectors];
                begin(bias(w), w, sum);
                add(x, d.features, w.at(0), w, sum);
                add(now, units, w.at(state), w, sum);
                for_vectors<U>(unit, [&](int u, int s, int at) __attribute__((always_inline)) {
                    simd::apply_to_both<K.g>(sum[0][u][s], sum[1][u][s]);
                    simd::store_aligned(keep + at, sum[0][u][s]);
                    simd::store_aligned(reset + at, sum[1][u][s] * simd::load_aligned<B>(now + at));
                });
            });
            for_each<V>([&](int unit, const columns& w) __attribute__((always_inline)) {
                B sum[1][V][Vectors];
                const columns last{w.first + 2 * w.width, w.width, w.row};
                begin(bias(last), last, sum);
                add(x, d.features, last.at(0), last, sum);
                add(reset, units, last.at(state), last, sum);
                for_vectors<V>(unit, [&](int u, int s, int at) __attribute__((always_inline)) {
                    const B z = simd::load_aligned<B>(keep + at), h = simd::load_aligned<B>(now + at);
                    simd::store_aligned(next + at, simd::fma(z, h, (1.f - z) * simd::apply<K.f>(sum[0][u][s])));
                });
            });
        }
    }
};

/// `buffer`: plan.rows() rows.
template<class Target, recurrence_key K, int Vectors>
[[gnu::noinline]] void run_strip(const recurrence_data& d, const strip_data& strip, const strip_plan& plan, int panel,
                                 int steps, float* buffer) {
    using recurrence = strip_recurrence<Target, K, Vectors>;
    constexpr int S = recurrence::strip;
    const recurrence r{d, plan.units, panel};
    const int state = plan.padded * S, units = plan.units;
    float *const x = buffer, *const h = x + plan.steps * plan.features * S, *const c = h + (plan.steps + 1) * state;
    float* y = strip.y;
    for (int i = 0; i < state; ++i) h[i] = c[i] = 0;
    if (strip.samples < S) // lanes of no sample are computed with
        for (int i = 0; i < plan.steps * plan.features * S; ++i) x[i] = 0;
    if (strip.h) into_strip<S>(strip.h, strip.h_each, strip.samples, units, h);
    if (strip.c) into_strip<S>(strip.c, strip.c_each, strip.samples, units, c);
    for (int t = 0; t < steps;) {
        const int n = steps - t < plan.steps ? steps - t : plan.steps;
        const bool reverse = d.stride < 0;
        // together in memory: from the last of them if in reverse
        into_strip<S>(d.x + (reverse ? t + n - 1 : t) * d.stride, strip.x_each, strip.samples, n * d.features, x);
        for (int i = 0; i < n; ++i)
            r.step(x + (reverse ? n - 1 - i : i) * d.features * S, h + i * state, h + (i + 1) * state, c, c + state, c + 2 * state);
        t += n;
        if (d.sequence && plan.padded == units) {
            out_of_strip<S>(h + state, strip.samples, n * units, y, strip.y_each), y += n * units;
        } else if (d.sequence) {
            for (int i = 1; i <= n; ++i) out_of_strip<S>(h + i * state, strip.samples, units, y, strip.y_each), y += units;
        }
        for (int i = 0; i < state; ++i) h[i] = h[n * state + i];
    }
    if (!d.sequence) out_of_strip<S>(h, strip.samples, units, y, strip.y_each), y += units;
    if (strip.states) {
        out_of_strip<S>(h, strip.samples, units, y, strip.y_each), y += units;
        if constexpr (K.kind == ops::recurrent_kind::lstm) out_of_strip<S>(c, strip.samples, units, y, strip.y_each);
    }
}

/// How many vectors of samples a strip has at most, so that its buffers stay below 128 KB; 0: none fits.
constexpr int strip_vectors(const strip_plan& plan, int lanes) {
    for (int n : {2, 1})
        if (std::size_t(plan.rows()) * std::size_t(n * lanes) * sizeof(float) <= 128 * 1024) return n;
    return 0;
}

/// Samples in strips; too few to fill half a vector are left over. How many strips took is returned. d.x and `first` are
/// the first sample's.
template<class Target, recurrence_key K, int Features, int Units>
[[gnu::noinline]] int run_strips(const recurrence_data& d, strip_data first, int panel, int samples, int steps) {
    constexpr int L = simd::batch<Target>::size;
    constexpr strip_plan plan(Features, Units);
    constexpr int most = strip_vectors(plan, L);
    alignas(64) float buffer[plan.rows() * most * L];
    int done = 0;
    recurrence_data of = d;
    while (samples - done > L / 2) {
        const int left = samples - done, vectors = most == 2 && left > L ? 2 : 1;
        first.samples = left < vectors * L ? left : vectors * L;
        if (vectors == 2)
            run_strip<Target, K, most>(of, first, plan, panel, steps, buffer);
        else
            run_strip<Target, K, 1>(of, first, plan, panel, steps, buffer);
        done += first.samples;
        of.x += first.samples * first.x_each, first.y += first.samples * first.y_each;
        if (first.h) first.h += first.samples * first.h_each;
        if (first.c) first.c += first.samples * first.c_each;
    }
    return done;
}

} // namespace ctnn::detail

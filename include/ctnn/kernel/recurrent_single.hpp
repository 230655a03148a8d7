/// A recurrence of one sample, on a packed kernel: its units are in the lanes. A step makes the sums of a panel of
/// units, all gates side by side in registers, and goes on from there to the panel's new state, or to what all panels'
/// states are made of at the end of the step.
#pragma once
#include "../shape/inline.hpp"
#include "move.hpp"
#include "product_dot.hpp"
#include "recurrent_cell.hpp"
#include "recurrent_product.hpp"
#include <limits>

namespace ctnn::detail {

/// What all steps begin with: made of the biases. Sums are in the order of the kernel's columns: panel, gate, unit.
template<class Target, recurrence_key K>
struct recurrence_start {
    using B = simd::batch<Target>;
    static constexpr int L = B::size, units = K.units;
    using panels = recurrent_panels<K, L>;
    static constexpr int gates = panels::gates;
    static constexpr bool reset_after = K.kind == ops::recurrent_kind::gru_reset_after;
    template<int H>
    static constexpr int row = panels::template row_vectors<H>* L; ///< elements of a row of a panel of H halves

    alignas(64) float sums[panels::sums];
    alignas(64) float inner[reset_after ? panels::padded_units : 1]; ///< the bias within h~

    CTNN_INLINE inline void make(const recurrence_data& d) {
        panels::for_each(false, [&]<int H>(int p) CTNN_INLINE {
            const float* w = kernel(d, p);
            alignas(64) float more[row<H>] = {};
            if (reset_after && d.recurrent_bias)
                std::memcpy(more, w + (d.rows - 1) * row<H>, sizeof more);
            else if (reset_after && d.bias)
                put_gates<H>(d.bias, p, more);
            for (int i = 0; i < row<H>; i += L) {
                B b = d.input_bias ? simd::load_aligned<B>(w + (d.state_row - 1) * row<H> + i) : B(0.f);
                const B m = simd::load_aligned<B>(more + i);
                if (reset_after && i >= H * L)
                    simd::store_aligned(inner + p * K.panel + i - H * L, m);
                else
                    b += m;
                simd::store_aligned(sums + p * gates * K.panel + i, b);
            }
        });
    }

    CTNN_INLINE static inline const float* kernel(const recurrence_data& d, int p) {
        return d.kernel + std::ptrdiff_t(p) * d.rows * gates * K.panel;
    }
    /// A row (gates * units) as a user has it, of which panel p's units, in its order.
    template<int H>
    CTNN_INLINE static inline void put_gates(const float* from, int p, float* to) {
        for (int g = 0; g < gates; ++g)
            for (int i = 0; i < H * L / 2; i += L) {
                const int unit = p * K.panel + i, n = units - unit;
                const B a = n >= L ? simd::load<B>(from + g * units + unit)
                                   : simd::load_first<B>(from + g * units + unit, n < 0 ? 0 : n);
                simd::store_first(to + g * H * L / 2 + i, H * L / 2 - i < L ? L / 2 : L, a);
            }
    }
};

/// Most: steps that there are at once.
template<class Target, recurrence_key K, int Most = std::numeric_limits<int>::max()>
struct single_recurrence {
    using B = simd::batch<Target>;
    using k = ops::recurrent_kind;
    static constexpr int L = B::size, units = K.units;
    using panels = recurrent_panels<K, L>;
    using state = state_of<K, L>;
    using start_type = recurrence_start<Target, K>;
    using weights = weight_rows<K.bf16>;
    static constexpr int gates = panels::gates, sums = panels::sums;
    static constexpr bool reset_after = K.kind == k::gru_reset_after;
    /// A kernel that the first cache does not hold is read forwards and backwards in turn: the part that was read last
    /// is still there.
    static constexpr bool to_and_fro = units / weights::together * sums * sizeof(float) > 24 * 1024;
    /// Steps whose gates are made together, so that the two parts of the kernel seldom push each other out of a cache:
    /// a buffer of at most 64 KB, or one step's.
    static constexpr int most_steps = many_registers<Target> ? 8 : 32;
    static constexpr int chunk = K.from == gates_from::step || sums > 8192 || Most == 1 ? 1
                                 : sums > 16384 / most_steps                            ? 16384 / sums
                                                                                        : most_steps;
    /// Whether the states of all panels are made at the end of a step, from what their gates left: where functions take
    /// long, these wait for one another once, not panel by panel.
    static constexpr bool later = divides<K, B> && panels::whole > 0 && (K.kind == k::lstm || reset_after);
    const recurrence_data& d;
    const float *start, *inner;                                          // see recurrence_start
    static constexpr int ahead_each = K.from == gates_from::step ? 0 : sums; ///< floats of a step in `ahead`
    alignas(64) float ahead[ahead_each ? chunk * ahead_each : 1];        // the part of the sums that no state is needed for
    alignas(64) float keep[K.kind == k::gru || later ? panels::padded_units : 1];  // z, or an LSTM's divisors
    alignas(64) float reset[K.kind == k::gru || (later && reset_after) ? panels::padded_units : 1]; // r h, or h~'s sums

    template<int H>
    static constexpr int row = panels::template row_vectors<H>* L; ///< elements of a row of a panel of H halves

    CTNN_INLINE inline single_recurrence(const recurrence_data& data, const start_type& begin)
        : d(data), start(begin.sums), inner(begin.inner) {}

    CTNN_INLINE inline const float* kernel(int p) const { return start_type::kernel(d, p); }

    /// The gates that come first for the n steps from x.
    CTNN_INLINE inline void make_ahead(const float* x, int n) {
        panels::for_each(false, [&]<int H>(int p) CTNN_INLINE {
            const int at = p * gates * K.panel;
            if constexpr (K.from == gates_from::chunk) {
                input_product<Target, weights, row<H> / L>(x, d.stride, n, d.features, kernel(p), start + at,
                                                           ahead + at, sums);
            } else {
                for (int t = 0; t < n; ++t) {
                    alignas(64) float a[row<H>] = {};
                    start_type::template put_gates<H>(x + t * d.stride, p, a);
                    for (int i = 0; i < row<H>; i += L)
                        simd::store_aligned(ahead + t * sums + at + i,
                                            simd::load_aligned<B>(a + i) + simd::load_aligned<B>(start + at + i));
                }
            }
        });
    }

    /// The sums of the vectors [First, First + V) of a panel without what the state adds.
    template<int H, int First, int V>
    CTNN_INLINE inline void load_ahead(int p, const float* x, const float* a, B (&sum)[V]) const {
        const int at = p * gates * K.panel + First * L;
        if constexpr (K.from == gates_from::step) {
#pragma GCC unroll 16
            for (int v = 0; v < V; ++v) sum[v] = simd::load_aligned<B>(start + at + v * L);
            const float* w = kernel(p) + First * L;
            const auto add = [&]<int Part>(float value) CTNN_INLINE {
                const B from(value);
#pragma GCC unroll 16
                for (int v = 0; v < V; ++v)
                    sum[v] = simd::fma(from, weights::template load_aligned<B, Part>(w + v * L), sum[v]);
            };
            for (int i = 0; i < d.features; i += weights::together, w += row<H>) {
                add.template operator()<0>(x[i]);
                if constexpr (weights::together == 2) {
                    if (i + 1 == d.features) break;
                    w = simd::reread(w); // there are not enough registers to keep the words
                    add.template operator()<1>(x[i + 1]);
                }
            }
        } else {
#pragma GCC unroll 16
            for (int v = 0; v < V; ++v) sum[v] = simd::load_aligned<B>(a + at + v * L);
        }
    }

    /// Vector v of a gate that comes second in H vectors `both`: it begins after H halves.
    template<int H>
    CTNN_INLINE static inline B second(const B* both, int v) {
        constexpr int first = H / 2;
        if constexpr (H % 2 == 0)
            return both[first + v];
        else
            return simd::middle(both[first + v], both[first + v + 1 < H ? first + v + 1 : first + v]);
    }

    /// now -> next for one step; x: its features, a: what make_ahead made of them.
    CTNN_INLINE inline void step(const float* x, const float* a, const float* now, float* next, float* c,
                                 bool backwards) {
        const auto at = [&](int p, int v) { return p * K.panel + v * L; };
        if constexpr (K.kind == k::gru) { // r h must be whole before the product that needs it
            panels::for_each(backwards, [&]<int H>(int p) CTNN_INLINE {
                B sum[H];
                load_ahead<H, 0>(p, x, a, sum);
                add_state_product<B, weights, H, units, row<H>>(now, kernel(p) + d.state_row * row<H>, backwards, sum);
#pragma GCC unroll 16
                for (int v = 0; v < H; ++v) sum[v] = simd::apply_to_gate<K.g>(sum[v]);
#pragma GCC unroll 16
                for (int v = 0; v < (H + 1) / 2; ++v) {
                    simd::store_aligned(keep + at(p, v), sum[v]);
                    simd::store_aligned(reset + at(p, v), second<H>(sum, v) * simd::load_aligned<B>(now + at(p, v)));
                }
            });
            const float* rh = simd::reread(reset);
            panels::for_each(backwards, [&]<int H>(int p) CTNN_INLINE {
                constexpr int N = (H + 1) / 2;
                B sum[N];
                load_ahead<H, H>(p, x, a, sum);
                add_state_product<B, weights, N, units, row<H>>(rh, kernel(p) + d.state_row * row<H> + H * L, backwards,
                                                                sum);
#pragma GCC unroll 16
                for (int v = 0; v < N; ++v) {
                    const B z = simd::load_aligned<B>(keep + at(p, v)), h = simd::load_aligned<B>(now + at(p, v));
                    simd::store_aligned(next + at(p, v), simd::fma(z, h, (1.f - z) * state_function<K>(sum[v])));
                }
            });
        } else if constexpr (reset_after) { // r comes first: the other products run while its function is computed
            panels::for_each(backwards, [&]<int H>(int p) CTNN_INLINE {
                constexpr int Z = H / 2, R = H - Z, N = (H + 1) / 2; // vectors of z alone, with some r, of h~
                const float* w = kernel(p) + d.state_row * row<H>;
                B ahead[H + N], both[H], rest[Z + N]; // z and r; z and what h~ has of the state
                load_ahead<H, 0>(p, x, a, ahead);
                B r[R];
#pragma GCC unroll 16
                for (int v = 0; v < R; ++v) r[v] = ahead[Z + v];
#pragma GCC unroll 16
                for (int v = 0; v < Z; ++v) rest[v] = ahead[v];
#pragma GCC unroll 16
                for (int v = 0; v < N; ++v) rest[Z + v] = simd::load_aligned<B>(inner + at(p, v));
                add_state_product<B, weights, R, units, row<H>>(now, w + Z * L, backwards, r);
                // the state is loaded again: it, and r's sums, are too much for the registers
                add_state_product<B, weights, Z + N, units, row<H>, Z, R * L>(simd::reread(now), w, backwards, rest);
                const auto begin_z = [&]() CTNN_INLINE {
#pragma GCC unroll 16
                    for (int v = 0; v < Z; ++v) both[v] = simd::begin_gate<K.g>(rest[v]);
                };
                const auto sum_of_state = [&](int v) CTNN_INLINE {
                    return simd::end_gate<K.g>(second<H>(both, v), rest[Z + v], ahead[H + v]);
                };
#pragma GCC unroll 16
                for (int v = 0; v < R; ++v) both[Z + v] = simd::begin_gate<K.g>(r[v]);
                if constexpr (divides<K, B>) begin_z();
                if constexpr (later) {
#pragma GCC unroll 16
                    for (int v = 0; v < N; ++v) {
                        simd::store_aligned(keep + at(p, v), simd::end_gate<K.g>(both[v]));
                        simd::store_aligned(reset + at(p, v), sum_of_state(v));
                    }
                    return;
                }
#pragma GCC unroll 16
                for (int v = 0; v < N; ++v) rest[Z + v] = state_function<K>(sum_of_state(v));
                if constexpr (!divides<K, B>) begin_z(); // nothing waits for these
#pragma GCC unroll 16
                for (int v = 0; v < N; ++v) {
                    const B z = simd::end_gate<K.g>(both[v]), h = simd::load_aligned<B>(now + at(p, v));
                    simd::store_aligned(next + at(p, v), simd::fma(1.f - z, rest[Z + v], z * h));
                }
            });
        } else {
            panels::for_each(backwards, [&]<int H>(int p) CTNN_INLINE {
                constexpr int V = row<H> / L;
                B sum[V];
                load_ahead<H, 0>(p, x, a, sum);
                add_state_product<B, weights, V, units, V * L>(now, kernel(p) + d.state_row * V * L, backwards, sum);
                if constexpr (K.kind == k::lstm && divides<K, B>) {
                    constexpr int N = (H + 1) / 2;
                    B cell[N], divisor[N];
#pragma GCC unroll 16
                    for (int v = 0; v < N; ++v) {
                        cell[v] = simd::load_aligned<B>(c + at(p, v));
                        divisor[v] =
                            lstm_gates<K>(sum[v], second<H>(sum, v), sum[H + v], second<H>(sum + H, v), cell[v]);
                        simd::store_aligned(c + at(p, v), cell[v]);
                        if constexpr (later) simd::store_aligned(keep + at(p, v), divisor[v]);
                    }
                    if constexpr (!later)
#pragma GCC unroll 16
                        for (int v = 0; v < N; ++v)
                            simd::store_aligned(next + at(p, v), lstm_output<K>(cell[v], divisor[v]));
                    return;
                }
#pragma GCC unroll 16
                for (int v = 0; v < (H + 1) / 2; ++v) {
                    B h;
                    if constexpr (K.kind == k::simple) {
                        h = state_function<K>(sum[v]);
                    } else {
                        B cell = simd::load_aligned<B>(c + at(p, v));
                        h = lstm_cell<K>(sum[v], second<H>(sum, v), sum[H + v], second<H>(sum + H, v), cell);
                        simd::store_aligned(c + at(p, v), cell);
                    }
                    simd::store_aligned(next + at(p, v), h);
                }
            });
        }
        if constexpr (later) {
#pragma GCC unroll 4
            for (int u = 0; u < panels::padded_units; u += L) {
                const B kept = simd::load_aligned<B>(keep + u);
                B h;
                if constexpr (K.kind == k::lstm)
                    h = lstm_output<K>(simd::load_aligned<B>(c + u), kept);
                else
                    h = simd::fma(1.f - kept, state_function<K>(simd::load_aligned<B>(reset + u)),
                                  kept * simd::load_aligned<B>(now + u));
                simd::store_aligned(next + u, h);
            }
        }
    }
};

/// y (units) = h; whole vectors where `room` floats at y may be written.
template<class B, int Units>
CTNN_INLINE inline void put_state(const float* h, float* y, std::ptrdiff_t room) {
    constexpr int L = B::size, padded = (Units + L - 1) / L * L;
    if (Units == padded || room >= padded)
#pragma GCC unroll 4
        for (int u = 0; u < padded; u += L) simd::store(y + u, simd::load_aligned<B>(h + u));
    else
        move_run<B>(h, y, Units);
}

/// What is put out of the states, if there is a readout: sums of several steps are made together.
template<class B, int Units>
struct readout_of_steps {
    const recurrence_data& d;
    float* y;
    int waiting = 0;
    B each[B::size];

    CTNN_INLINE inline readout_of_steps(const recurrence_data& data, float* to) : d(data), y(to) {}
    CTNN_INLINE inline void add(const float* h) {
        each[waiting++] = dot_lanes<B>(h, d.readout, Units);
        if (waiting < B::size) return;
        simd::store(y, simd::sum_rows(each) + B(d.readout_bias ? *d.readout_bias : 0.f));
        y += B::size, waiting = 0;
    }
    CTNN_INLINE inline void end() {
#pragma GCC unroll 1
        for (int i = 0; i < waiting; ++i) y[i] = simd::reduce_add(each[i]) + (d.readout_bias ? *d.readout_bias : 0.f);
    }
};

/// y (steps, units) if d.sequence: every step's h. y (steps) of a readout.
template<class Target, recurrence_key K>
[[gnu::noinline]] void run_single(const recurrence_data& d, const recurrence_start<Target, K>& start, int steps,
                                  state_of<K, simd::batch<Target>::size>& s, float* y) {
    using recurrence = single_recurrence<Target, K>;
    using B = simd::batch<Target>;
    recurrence r(d, start);
    float *now = s.h[s.odd], *next = s.h[!s.odd];
    const float* x = d.x;
    readout_of_steps<B, K.units> readout(d, y);
    for (int t = 0; t < steps;) {
        const int n = steps - t < recurrence::chunk ? steps - t : recurrence::chunk;
        if constexpr (K.from != gates_from::step) r.make_ahead(x, n);
        const float* a = r.ahead;
        for (int end = t + n; t < end; ++t, x += d.stride, a += recurrence::ahead_each) {
            now = simd::reread(now);
            r.step(x, a, now, next, s.c, recurrence::to_and_fro && s.odd);
            s.odd = !s.odd;
            float* const swapped = now;
            now = next, next = swapped;
            if constexpr (K.readout)
                readout.add(now);
            else if (d.sequence)
                put_state<B, K.units>(now, y, std::ptrdiff_t(steps - t) * K.units), y += K.units;
        }
    }
    if constexpr (K.readout) readout.end();
}

} // namespace ctnn::detail

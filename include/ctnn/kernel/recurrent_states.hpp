/// A recurrence that keeps what its gradient reads: op/training/keep_states.hpp says what that is.
#pragma once
#include "../op/training/recurrent_states.hpp"
#include "../shape/inline.hpp"
#include "kernel.hpp"
#include "move.hpp"
#include "recurrent_block.hpp"
#include "recurrent_cell.hpp"

#ifdef __clang__
#pragma float_control(precise, on, push)
#endif

namespace ctnn {
namespace detail {

struct states_data {
    const float* gates;      // (samples, steps, g * units)
    const float* w;          // (units, g * units)
    const float* bias;       // (g * units), or null
    const float* input_bias; // the same
    const float *h, *c;      // (units) for each sample, or null
    std::ptrdiff_t h_each, c_each;
    int steps;
    bool reverse;
    ops::kept_rows rows;
    float* y; // (samples, rows, units)
};

/// M samples.
template<class Target, training_recurrence_key K, int M>
struct states_block {
    using B = simd::batch<Target>;
    using k = ops::recurrent_kind;
    static constexpr int L = B::size, units = K.units, gates = ops::gates_of(K.kind), n = gates * units;
    static constexpr bool lstm = K.kind == k::lstm, gru = K.kind == k::gru, reset_after = K.kind == k::gru_reset_after;
    using vectors = unit_vectors<units, L>;
    static constexpr int padded = vectors::padded, row = gates * padded;
    static constexpr int guard = rows_to_guard<n, (gates - 1) * units + padded>;

    int sample[M]; // which one it is, counted from the block's first: the last one several times if there are fewer
    // lanes beyond the last unit hold anything
    alignas(64) float h[M * padded];
    alignas(64) float c[lstm ? M * padded : 1];
    alignas(64) float inner[gru ? M * padded : 1];            // r h
    alignas(64) float of_input[reset_after ? M * padded : 1]; // what h~ has of the input
    alignas(64) float sum[M * row];                           // (M, g, units)

    /// to (M, units), and where it is kept, begins with what the samples from s on begin with.
    CTNN_INLINE inline void begin(const float* from, std::ptrdiff_t each, int s, float* to, float* kept,
                                  std::ptrdiff_t kept_each) {
        for (int m = 0; m < M; ++m)
            vectors::for_each([&]<int N>(int j) CTNN_INLINE {
                const B v = from ? load_lanes<B, N>(from + (s + sample[m]) * each + j) : B(0.f);
                simd::store_aligned(to + m * padded + j, v);
                store_lanes<N>(kept + sample[m] * kept_each + j, v);
            });
    }

    /// The sums of the gates [First, First + G) of step a (M; each), to which `from` (M, units) adds if it is no zeros.
    template<int First, int G>
    CTNN_INLINE inline void make_sums(const states_data& d, const float* a, std::ptrdiff_t each, const float* from,
                                      bool zeros) {
        vectors::for_each([&]<int N>(int j) CTNN_INLINE {
            B s[M][G];
#pragma GCC unroll 4
            for (int g = 0; g < G; ++g) {
                B b(0.f), of_state(0.f); // what gates begin with, and what r is multiplied by
                if (d.input_bias) b = load_lanes<B, N>(d.input_bias + (First + g) * units + j);
                if (reset_after && d.bias) of_state = load_lanes<B, N>(d.bias + (First + g) * units + j);
#pragma GCC unroll 16
                for (int m = 0; m < M; ++m) {
                    const B from_a = load_lanes<B, N>(a + sample[m] * each + (First + g) * units + j);
                    if (reset_after && First + g == 2) {
                        s[m][g] = of_state;
                        simd::store_aligned(of_input + m * padded + j, from_a + b);
                    } else if (reset_after)
                        s[m][g] = (b + of_state) + from_a;
                    else
                        s[m][g] = b + from_a;
                }
            }
            if (!zeros) add_block_product<B, units, padded, n, units, guard, N, N>(from, d.w + First * units + j, s);
#pragma GCC unroll 16
            for (int m = 0; m < M; ++m)
#pragma GCC unroll 4
                for (int g = 0; g < G; ++g) simd::store_aligned(sum + m * row + (First + g) * padded + j, s[m][g]);
        });
    }

    /// The samples from s on, of which the last is `last` further on.
    CTNN_INLINE inline void run(const states_data& d, int s, int last) {
        for (int m = 0; m < M; ++m) sample[m] = m < last ? m : last;
        const std::ptrdiff_t each = std::ptrdiff_t(d.rows.count) * units, a_each = std::ptrdiff_t(d.steps) * n;
        float* const y = d.y + s * each;
        begin(d.h, d.h_each, s, h, y + d.rows.h * units, each);
        if constexpr (lstm) begin(d.c, d.c_each, s, c, y + d.rows.c * units, each);
        for (int t = 0; t < d.steps; ++t) {
            const float* const a = d.gates + s * a_each + (d.reverse ? d.steps - 1 - t : t) * n;
            step(d, t, a, a_each, y, each, t == 0 && !d.h);
        }
    }

    CTNN_INLINE inline void step(const states_data& d, int t, const float* a, std::ptrdiff_t a_each, float* y,
                                 std::ptrdiff_t each, bool zeros) {
        const ops::kept_rows& rows = d.rows;
        /// f.operator()<lanes>(sample, first unit)
        const auto for_all = [&](const auto& f) CTNN_INLINE {
            for (int m = 0; m < M; ++m)
                vectors::for_each([&]<int N>(int j) CTNN_INLINE { f.template operator()<N>(m, j); });
        };
        const auto of = [&](int g, int m, int j)
                            CTNN_INLINE { return simd::load_aligned<B>(sum + m * row + g * padded + j); };
        const auto keep = [&]<int N>(int at, int m, int j, B v)
                              CTNN_INLINE { store_lanes<N>(y + sample[m] * each + std::ptrdiff_t(at) * units + j, v); };
        const auto keep_gate = [&]<int N>(int g, int m, int j, B v, B before) CTNN_INLINE {
            keep.template operator()<N>(rows.gates + t * gates + g, m, j, v);
            if constexpr (keeps_sums<K>) keep.template operator()<N>(rows.sums + t * gates + g, m, j, before);
        };
        const auto keep_h = [&]<int N>(int m, int j, B v) CTNN_INLINE {
            simd::store_aligned(h + m * padded + j, v);
            keep.template operator()<N>(rows.h + t + 1, m, j, v);
        };
        if constexpr (K.kind == k::simple) {
            make_sums<0, 1>(d, a, a_each, h, zeros);
            for_all([&]<int N>(int m, int j) CTNN_INLINE {
                const B z = of(0, m, j), v = function(z);
                keep_gate.template operator()<N>(0, m, j, v, z);
                keep_h.template operator()<N>(m, j, v);
            });
        } else if constexpr (lstm) {
            make_sums<0, 4>(d, a, a_each, h, zeros);
            for_all([&]<int N>(int m, int j) CTNN_INLINE {
                const B zi = of(0, m, j), zf = of(1, m, j), zc = of(2, m, j), zo = of(3, m, j);
                B i = zi, f = zf;
                both(i, f);
                B candidate = zc, o = zo;
                function_and_gate(candidate, o);
                const B cell = simd::fma(f, simd::load_aligned<B>(c + m * padded + j), i * candidate);
                simd::store_aligned(c + m * padded + j, cell);
                keep.template operator()<N>(rows.c + t + 1, m, j, cell);
                keep_gate.template operator()<N>(0, m, j, i, zi);
                keep_gate.template operator()<N>(1, m, j, f, zf);
                keep_gate.template operator()<N>(2, m, j, candidate, zc);
                keep_gate.template operator()<N>(3, m, j, o, zo);
                simd::store_aligned(sum + m * row + 3 * padded + j, o);
            });
            // a pass of its own: what waits for the cell would keep the next one from beginning
            for_all([&]<int N>(int m, int j) CTNN_INLINE {
                const B activated = function(simd::load_aligned<B>(c + m * padded + j));
                keep.template operator()<N>(rows.activated + t, m, j, activated);
                keep_h.template operator()<N>(m, j, of(3, m, j) * activated);
            });
        } else if constexpr (gru) {
            make_sums<0, 2>(d, a, a_each, h, zeros);
            for_all([&]<int N>(int m, int j) CTNN_INLINE {
                const B zz = of(0, m, j), zr = of(1, m, j);
                B z = zz, r = zr;
                both(z, r);
                keep_gate.template operator()<N>(0, m, j, z, zz);
                keep_gate.template operator()<N>(1, m, j, r, zr);
                const B rh = r * simd::load_aligned<B>(h + m * padded + j);
                simd::store_aligned(sum + m * row + j, z);
                simd::store_aligned(inner + m * padded + j, rh);
                keep.template operator()<N>(rows.inner + t, m, j, rh);
            });
            make_sums<2, 1>(d, a, a_each, inner, zeros);
            for_all([&]<int N>(int m, int j) CTNN_INLINE {
                const B zh = of(2, m, j), z = of(0, m, j), candidate = function(zh);
                keep_gate.template operator()<N>(2, m, j, candidate, zh);
                keep_h.template operator()<N>(
                    m, j, simd::fma(z, simd::load_aligned<B>(h + m * padded + j), (1.f - z) * candidate));
            });
        } else {
            make_sums<0, 3>(d, a, a_each, h, zeros);
            for_all([&]<int N>(int m, int j) CTNN_INLINE {
                const B zz = of(0, m, j), zr = of(1, m, j), in = of(2, m, j);
                B z = zz, r = zr;
                both(z, r);
                const B zh = simd::fma(r, in, simd::load_aligned<B>(of_input + m * padded + j));
                const B candidate = function(zh);
                keep.template operator()<N>(rows.inner + t, m, j, in);
                keep_gate.template operator()<N>(0, m, j, z, zz);
                keep_gate.template operator()<N>(1, m, j, r, zr);
                keep_gate.template operator()<N>(2, m, j, candidate, zh);
                keep_h.template operator()<N>(
                    m, j, simd::fma(z, simd::load_aligned<B>(h + m * padded + j), (1.f - z) * candidate));
            });
        }
    }

    // With tanh and sigmoid these are fractions of e^x, as what counts is the number of instructions: see
    // recurrent_functions.hpp.
    static constexpr bool fractions = has_fractions<K>;

    /// Two gates.
    CTNN_INLINE static inline void both(B& a, B& b) {
        if constexpr (fractions || !simd::has_quick_gate<K.g, B>)
            simd::apply_to_both<K.g>(a, b);
        else
            a = simd::apply_to_gate<K.g>(a), b = simd::apply_to_gate<K.g>(b);
    }
    /// F(x)
    CTNN_INLINE static inline B function(B x) {
        if constexpr (fractions) {
            const B e = simd::detail::bounded_exp<-2>(x);
            return simd::quotient(1.f - e, e + 1.f);
        } else
            return simd::apply<K.f>(x);
    }
    /// x becomes F(x), a gate G of it.
    CTNN_INLINE static inline void function_and_gate(B& x, B& gate) {
        if constexpr (fractions) {
            const B e = simd::detail::bounded_exp<-2>(x), d = e + 1.f, other = simd::detail::sigmoid_denominator(gate);
            const B one = simd::reciprocal(d * other);
            x = (1.f - e) * (one * other), gate = one * d;
        } else
            x = simd::apply<K.f>(x), gate = simd::apply_to_gate<K.g>(gate);
    }
};

/// Samples of a block: the sums of all gates of a vector of units are in registers.
template<class Target, training_recurrence_key K>
inline constexpr int states_samples = (many_registers<Target> ? 16 : 8) / (K.kind == ops::recurrent_kind::simple ? 2
                                                                           : ops::gates_of(K.kind) == 3          ? 2
                                                                                                                 : 4);

template<class Target, training_recurrence_key K>
[[gnu::noinline]] void keep_states(const states_data& d, int samples) {
    constexpr int M = states_samples<Target, K>;
    states_block<Target, K, M> block;
    for (int s = 0; s < samples; s += M) block.run(d, s, samples - s <= M ? samples - s - 1 : M - 1);
}

} // namespace detail

template<>
struct kernel<ops::op_kind::recurrent_states> {
    template<class D, class Target>
    CTNN_INLINE static void run(const float* const* x, float* y) {
        detail::nothing_fused<D>();
        constexpr const descriptor& d = D::value;
        constexpr const ops::attributes& attr = d.op.attr;
        constexpr ops::recurrence r(attr.at);
        constexpr detail::training_recurrence_key key{ops::recurrent_kind(attr.variant), d.op.out.last(), attr.f,
                                                      attr.g};
        constexpr int first = r.first_initial(), steps = d.in[0][0], times = d.op.times;
        constexpr ops::kept_rows rows(key.kind, key.f, key.g, steps);
        const auto from = [&](int t) {
            const auto at = [&](int k) { return x[k] + t * d.each[k]; };
            return detail::states_data{at(0),
                                       at(1),
                                       r.bias ? at(2) : nullptr,
                                       r.input_bias ? at(first + r.initial) : nullptr,
                                       r.initial > 0 ? at(first) : nullptr,
                                       r.initial > 1 ? at(first + 1) : nullptr,
                                       d.each[first],
                                       d.each[first + 1],
                                       steps,
                                       attr.reverse,
                                       rows,
                                       y + t * std::ptrdiff_t(d.op.out.size())};
        };
        // all samples on one kernel, with gates of their own
        if constexpr (r.masked)
            detail::run_masked_recurrence<ops::op_kind::recurrent_states, D, Target>(x, y);
        else if constexpr (times == 1 || (d.each[0] > 0 && d.each[1] == 0 && (!r.bias || d.each[2] == 0)))
            detail::keep_states<Target, key>(from(0), times);
        else
            for (int t = 0; t < times; ++t) detail::keep_states<Target, key>(from(t), 1);
    }
};

template<>
struct kernel<ops::op_kind::recurrent_result> {
    template<class D, class Target>
    static void run(const float* const* x, float* y) {
        detail::nothing_fused<D>();
        constexpr const descriptor& d = D::value;
        constexpr const ops::attributes& attr = d.op.attr;
        constexpr ops::recurrence r(attr.at);
        constexpr auto kind = ops::recurrent_kind(attr.variant);
        constexpr int u = d.op.out.last(), steps = d.in[0][0], last = d.op.operands - 1;
        constexpr ops::kept_rows rows(kind, attr.f, attr.g, steps);
        const float* states = x[last];
        for (int t = 0; t < d.op.times; ++t, states += d.each[last]) {
            const auto put = [&](int row, int n) {
                detail::move_run<simd::batch<Target>>(states + row * u, y, n * u), y += n * u;
            };
            r.sequence ? put(rows.h + 1, steps) : put(rows.h + steps, 1);
            if (r.states) put(rows.h + steps, 1);
            if (r.states && kind == ops::recurrent_kind::lstm) put(rows.c + steps, 1);
        }
    }
};

} // namespace ctnn

#ifdef __clang__
#pragma float_control(pop)
#endif

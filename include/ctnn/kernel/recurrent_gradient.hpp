/// Backpropagation through the steps of a recurrence: op/training/recurrent_gradient.hpp has the formulas.
#pragma once
#include "../op/training/recurrent_gradient.hpp"
#include "../shape/inline.hpp"
#include "derivative.hpp"
#include "kernel.hpp"
#include "recurrent_block.hpp"

#ifdef __clang__
#pragma float_control(precise, on, push)
#endif

namespace ctnn {
namespace detail {

struct recurrent_gradient_data {
    const float* dy; // (samples; dy_each)
    std::ptrdiff_t dy_each;
    const float* kept; // (samples, rows, units)
    const float* w;    // (g * units, units)
    int steps;
    bool reverse, sequence, states;
    int initial; // states whose gradients come out
    ops::kept_rows rows;
    ops::gradient_rows to;
    float* y; // (samples, rows, units)
};

/// M samples.
template<class Target, training_recurrence_key K, int M>
struct recurrent_gradient_block {
    using B = simd::batch<Target>;
    using k = ops::recurrent_kind;
    static constexpr int L = B::size, units = K.units, gates = ops::gates_of(K.kind), n = gates * units;
    static constexpr bool lstm = K.kind == k::lstm, gru = K.kind == k::gru, reset_after = K.kind == k::gru_reset_after;
    using vectors = unit_vectors<units, L>;
    static constexpr int padded = vectors::padded, row = gates * padded;
    static constexpr int guard = rows_to_guard<units, padded>;
    /// Vectors of units whose sums are made together.
    static constexpr int together = vectors::count < 2 ? 1 : 2;

    int sample[M]; // which one it is, counted from the block's first: the last one several times if there are fewer
    // lanes beyond the last unit hold anything
    alignas(64) float dh[M * padded];
    alignas(64) float dc[lstm ? M * padded : 1];
    alignas(64) float inner[gru ? M * padded : 1]; // of r h
    alignas(64) float d[M * row];                  // (M, g, units): of what U gives

    /// to (M, units) += the gates [First, First + G) of d by U's rows; or = where nothing was.
    template<int First, int G, bool Add>
    CTNN_INLINE inline void back(const float* w, float* to) {
        const auto make = [&]<int V, int N>(int j) CTNN_INLINE {
            B sum[M][V];
#pragma GCC unroll 16
            for (int m = 0; m < M; ++m)
#pragma GCC unroll 2
                for (int v = 0; v < V; ++v)
                    sum[m][v] = Add ? simd::load_aligned<B>(to + m * padded + j + v * L) : B(0.f);
            for (int g = First; g < First + G; ++g)
                add_block_product<B, units, row, units, L, guard, L, N>(d + g * padded,
                                                                        w + std::ptrdiff_t(g) * units * units + j, sum);
#pragma GCC unroll 16
            for (int m = 0; m < M; ++m)
#pragma GCC unroll 2
                for (int v = 0; v < V; ++v) simd::store_aligned(to + m * padded + j + v * L, sum[m][v]);
        };
        constexpr int last = vectors::rest ? vectors::rest : L, pairs = vectors::count / together * together;
        int j = 0;
        for (; j + together * L < pairs * L; j += together * L) make.template operator()<together, L>(j);
        make.template operator()<together, pairs == vectors::count ? last : L>(j);
        if constexpr (pairs < vectors::count) make.template operator()<1, last>(pairs * L);
    }

    /// The samples from s on, of which the last is `last` further on.
    CTNN_INLINE inline void run(const recurrent_gradient_data& data, int s, int last) {
        for (int m = 0; m < M; ++m) sample[m] = m < last ? m : last;
        const std::ptrdiff_t each = std::ptrdiff_t(data.rows.count) * units;
        const std::ptrdiff_t y_each = std::ptrdiff_t(data.to.count) * units;
        const float *const kept = data.kept + s * each, *const dy = data.dy + s * data.dy_each;
        float* const y = data.y + s * y_each;
        const auto for_all = [&](const auto& f) CTNN_INLINE {
            for (int m = 0; m < M; ++m)
                vectors::for_each([&]<int N>(int j) CTNN_INLINE { f.template operator()<N>(m, j); });
        };
        const auto begin = [&](float* to, int at) CTNN_INLINE {
            for_all([&]<int N>(int m, int j) CTNN_INLINE {
                simd::store_aligned(to + m * padded + j,
                                    data.states ? load_lanes<B, N>(dy + sample[m] * data.dy_each + at * units + j)
                                                : B(0.f));
            });
        };
        const int rows = data.sequence ? data.steps : 1;
        begin(dh, rows);
        if constexpr (lstm) begin(dc, rows + 1);
        for (int t = data.steps; t-- > 0;) {
            const bool arrives = data.sequence || t == data.steps - 1;
            step(data, t, kept, each, dy + (data.sequence ? t * units : 0), arrives, y, y_each);
        }
        const auto put = [&](const float* from, int at) CTNN_INLINE {
            for_all([&]<int N>(int m, int j) CTNN_INLINE {
                store_lanes<N>(y + sample[m] * y_each + std::ptrdiff_t(at) * units + j,
                               simd::load_aligned<B>(from + m * padded + j));
            });
        };
        if (data.initial > 0) put(dh, data.to.initial);
        if constexpr (lstm)
            if (data.initial > 1) put(dc, data.to.initial + 1);
    }

    CTNN_INLINE inline void step(const recurrent_gradient_data& data, int t, const float* kept, std::ptrdiff_t each,
                                 const float* dy, bool arrives, float* y, std::ptrdiff_t y_each) {
        const ops::kept_rows& rows = data.rows;
        const int at = (data.reverse ? data.steps - 1 - t : t) * n;
        float *const to_gates = y + data.to.gates * units + at, *const to_products = y + data.to.products * units + at;
        const bool goes_on = t > 0 || data.initial > 0; // somebody asks for the state's gradient
        const auto for_all = [&](const auto& f) CTNN_INLINE {
            for (int m = 0; m < M; ++m)
                vectors::for_each([&]<int N>(int j) CTNN_INLINE { f.template operator()<N>(m, j); });
        };
        const auto get = [&]<int N>(int from, int m, int j) CTNN_INLINE {
            return load_lanes<B, N>(kept + sample[m] * each + std::ptrdiff_t(from) * units + j);
        };
        const auto gate = [&]<int N>(int g, int m, int j)
                              CTNN_INLINE { return get.template operator()<N>(rows.gates + t * gates + g, m, j); };
        /// dx from the gradient of gate g, whose value is v
        const auto through = [&]<int N, ops::function F>(int g, int m, int j, B v, B of) CTNN_INLINE {
            if constexpr (ops::derivative_reads(F).input)
                return of * simd::apply_derivative<F>(get.template operator()<N>(rows.sums + t * gates + g, m, j), v);
            else
                return of * simd::apply_derivative<F>(v, v);
        };
        const auto put = [&]<int N>(int g, int m, int j, B v)
                             CTNN_INLINE { store_lanes<N>(to_gates + sample[m] * y_each + g * units + j, v); };
        const auto put_product = [&]<int N>(int g, int m, int j, B v) CTNN_INLINE {
            if constexpr (reset_after) store_lanes<N>(to_products + sample[m] * y_each + g * units + j, v);
            simd::store_aligned(d + m * row + g * padded + j, v);
        };
        const auto both = [&]<int N>(int g, int m, int j, B v) CTNN_INLINE {
            put.template operator()<N>(g, m, j, v);
            put_product.template operator()<N>(g, m, j, v);
        };
        /// The gradient of this step's h.
        const auto of_h = [&]<int N>(int m, int j) CTNN_INLINE {
            const B v = simd::load_aligned<B>(dh + m * padded + j);
            return arrives ? v + load_lanes<B, N>(dy + sample[m] * data.dy_each + j) : v;
        };
        if constexpr (K.kind == k::simple) {
            for_all([&]<int N>(int m, int j) CTNN_INLINE {
                both.template operator()<N>(0, m, j,
                                            through.template operator()<N, K.f>(0, m, j,
                                                                                gate.template operator()<N>(0, m, j),
                                                                                of_h.template operator()<N>(m, j)));
            });
            if (goes_on) back<0, 1, false>(data.w, dh);
        } else if constexpr (lstm) {
            for_all([&]<int N>(int m, int j) CTNN_INLINE {
                const B i = gate.template operator()<N>(0, m, j), f = gate.template operator()<N>(1, m, j),
                        candidate = gate.template operator()<N>(2, m, j), o = gate.template operator()<N>(3, m, j);
                const B c = get.template operator()<N>(rows.c + t, m, j),
                        activated = get.template operator()<N>(rows.activated + t, m, j);
                const B of_state = of_h.template operator()<N>(m, j), of_activated = of_state * o;
                B of_c = simd::load_aligned<B>(dc + m * padded + j);
                if constexpr (ops::derivative_reads(K.f).input)
                    of_c = simd::fma(
                        of_activated,
                        simd::apply_derivative<K.f>(get.template operator()<N>(rows.c + t + 1, m, j), activated), of_c);
                else
                    of_c = simd::fma(of_activated, simd::apply_derivative<K.f>(activated, activated), of_c);
                both.template operator()<N>(0, m, j, through.template operator()<N, K.g>(0, m, j, i, of_c * candidate));
                both.template operator()<N>(1, m, j, through.template operator()<N, K.g>(1, m, j, f, of_c * c));
                both.template operator()<N>(2, m, j, through.template operator()<N, K.f>(2, m, j, candidate, of_c * i));
                both.template operator()<N>(3, m, j,
                                            through.template operator()<N, K.g>(3, m, j, o, of_state * activated));
                simd::store_aligned(dc + m * padded + j, of_c * f);
            });
            if (goes_on) back<0, 4, false>(data.w, dh);
        } else if constexpr (gru) {
            for_all([&]<int N>(int m, int j) CTNN_INLINE {
                const B z = gate.template operator()<N>(0, m, j), candidate = gate.template operator()<N>(2, m, j);
                const B h = get.template operator()<N>(rows.h + t, m, j), of_state = of_h.template operator()<N>(m, j);
                both.template operator()<N>(
                    0, m, j, through.template operator()<N, K.g>(0, m, j, z, of_state * (h - candidate)));
                both.template operator()<N>(
                    2, m, j, through.template operator()<N, K.f>(2, m, j, candidate, of_state * (1.f - z)));
                simd::store_aligned(dh + m * padded + j, of_state * z);
            });
            back<2, 1, false>(data.w, inner);
            for_all([&]<int N>(int m, int j) CTNN_INLINE {
                const B r = gate.template operator()<N>(1, m, j), h = get.template operator()<N>(rows.h + t, m, j);
                const B of_rh = simd::load_aligned<B>(inner + m * padded + j);
                both.template operator()<N>(1, m, j, through.template operator()<N, K.g>(1, m, j, r, of_rh * h));
                simd::store_aligned(dh + m * padded + j,
                                    simd::fma(of_rh, r, simd::load_aligned<B>(dh + m * padded + j)));
            });
            if (goes_on) back<0, 2, true>(data.w, dh);
        } else {
            for_all([&]<int N>(int m, int j) CTNN_INLINE {
                const B z = gate.template operator()<N>(0, m, j), r = gate.template operator()<N>(1, m, j),
                        candidate = gate.template operator()<N>(2, m, j);
                const B h = get.template operator()<N>(rows.h + t, m, j),
                        in = get.template operator()<N>(rows.inner + t, m, j);
                const B of_state = of_h.template operator()<N>(m, j);
                const B of_sum = through.template operator()<N, K.f>(2, m, j, candidate, of_state * (1.f - z));
                both.template operator()<N>(
                    0, m, j, through.template operator()<N, K.g>(0, m, j, z, of_state * (h - candidate)));
                both.template operator()<N>(1, m, j, through.template operator()<N, K.g>(1, m, j, r, of_sum * in));
                put.template operator()<N>(2, m, j, of_sum);
                put_product.template operator()<N>(2, m, j, of_sum * r);
                simd::store_aligned(dh + m * padded + j, of_state * z);
            });
            if (goes_on) back<0, 3, true>(data.w, dh);
        }
    }
};

template<class Target, training_recurrence_key K>
[[gnu::noinline]] void recurrent_gradient(const recurrent_gradient_data& d, int samples) {
    constexpr int M = many_registers<Target> ? 8 : 4;
    recurrent_gradient_block<Target, K, M> block;
    for (int s = 0; s < samples; s += M) block.run(d, s, samples - s <= M ? samples - s - 1 : M - 1);
}

} // namespace detail

template<>
struct kernel<ops::op_kind::recurrent_gradient> {
    template<class D, class Target>
    CTNN_INLINE static void run(const float* const* x, float* y) {
        detail::nothing_fused<D>();
        constexpr const descriptor& d = D::value;
        constexpr const ops::attributes& attr = d.op.attr;
        constexpr ops::recurrence r(attr.at);
        constexpr detail::training_recurrence_key key{ops::recurrent_kind(attr.variant), d.op.out.last(), attr.f,
                                                      attr.g};
        constexpr int steps = ops::kept_rows::steps_of(key.kind, key.f, key.g, d.in[1][0]), times = d.op.times;
        constexpr ops::kept_rows rows(key.kind, key.f, key.g, steps);
        constexpr ops::gradient_rows to(key.kind, steps, r.initial);
        const auto from = [&](int t) {
            return detail::recurrent_gradient_data{x[0] + t * d.each[0],
                                                   d.each[0],
                                                   x[1] + t * d.each[1],
                                                   x[2] + t * d.each[2],
                                                   steps,
                                                   attr.reverse,
                                                   r.sequence,
                                                   r.states,
                                                   r.initial,
                                                   rows,
                                                   to,
                                                   y + t * std::ptrdiff_t(d.op.out.size())};
        };
        // all samples on one kernel, with states of their own
        if constexpr (r.masked)
            detail::run_masked_recurrence<ops::op_kind::recurrent_gradient, D, Target>(x, y);
        else if constexpr (times == 1 || (d.each[1] > 0 && d.each[2] == 0))
            detail::recurrent_gradient<Target, key>(from(0), times);
        else
            for (int t = 0; t < times; ++t) detail::recurrent_gradient<Target, key>(from(t), 1);
    }
};

} // namespace ctnn

#ifdef __clang__
#pragma float_control(pop)
#endif

/// A convolution's register tiles: output positions x vectors of filters that stay in registers while taps and channels
/// go by. A tile knows nothing of borders.
#pragma once
#include "../program/conv_plan.hpp"
#include "../shape/inline.hpp"
#include "maximum.hpp"
#include "tile_ending.hpp"
#include <cstddef>

namespace ctnn::detail {

/// What a tile reads and writes: runs of inputs, `x` behind where they say; one panel of weights and its filters' bias,
/// residual and outputs. bias, residual: null if there is none.
struct conv_operands {
    const conv_run* runs;
    int n; ///< runs
    std::ptrdiff_t x, y_row;
    const float *w, *bias, *residual;
    float* y;
};

/// rows x columns of outputs from column `at` on.
template<class B, conv_tile_shape S, tile_ending E>
CTNN_INLINE inline void conv_tile(const conv_operands& o, int at) {
    const float *const bias = o.bias, *const residual = o.residual;
    float* const y = o.y;
    const std::ptrdiff_t y_row = o.y_row;
    constexpr int L = B::size, NV = parts(S.width, L), TH = S.rows, TW = S.columns;
    constexpr bool part = S.width % L != 0 && (S.packed || S.width < L);
    // without padding the last vector overlaps the one before it where the panel is no whole number of vectors
    constexpr auto offset = [](int v) { return part || v + 1 < NV ? v * L : S.width - L; };
    const auto get = [&](const float* p, int v) CTNN_INLINE {
        if (part && v + 1 == NV) return simd::load_first<B>(p + offset(v), S.width - v * L);
        return simd::load<B>(p + offset(v));
    };
    const auto put = [&](float* p, int v, B x) CTNN_INLINE {
        if (part && v + 1 == NV)
            simd::store_first(p + offset(v), S.width - v * L, x);
        else
            simd::store(p + offset(v), x);
    };
    // runs of a few inputs, as a first convolution has them, are multiplied sooner than a large y is written
    constexpr bool writes_longer = S.k <= 4 && S.pool == 1 && S.f % L == 0;
    constexpr int line = L < 16 ? 16 / L : 1; // vectors of a cache line
    if constexpr (writes_longer)
#pragma GCC unroll 4
        for (int t = 0; t < TH; ++t)
#pragma GCC unroll 16
            for (int i = 0; i < TW; ++i)
#pragma GCC unroll 16
                for (int v = 0; v < NV; v += line)
                    simd::prefetch_to_write(y + (t * y_row + std::ptrdiff_t(at + i) * S.f + v * L));
    B sum[TH * TW][NV];
#pragma GCC unroll 16
    for (int v = 0; v < NV; ++v) {
        const B b = bias ? get(bias, v) : B(0.f);
#pragma GCC unroll 16
        for (int m = 0; m < TH * TW; ++m) sum[m][v] = b;
    }
    const auto add_run = [&](int r) CTNN_INLINE {
        const float* const w = o.w + std::ptrdiff_t(S.bf16 ? o.runs[r].row / S.k * S.run_rows() : o.runs[r].row) * S.w;
        const float* x[TH];
#pragma GCC unroll 4
        for (int t = 0; t < TH; ++t) x[t] = o.runs[r].x[t] + (o.x + std::ptrdiff_t(at) * S.step);
        const auto multiply = [&]<bool Upper = false>(int k) CTNN_INLINE {
            B row[NV];
#pragma GCC unroll 16
            for (int v = 0; v < NV; ++v) {
                const float* const from = w + std::ptrdiff_t(S.bf16 ? k / 2 : k) * S.w;
                if constexpr (S.bf16)
                    row[v] = simd::load_bf16<B, Upper>(from + v * L);
                else
                    row[v] = S.packed ? simd::load<B>(from + v * L) : get(from, v);
            }
            // neighbours read some of the same inputs, and g++ would keep these in registers that it does not have
#pragma GCC unroll 4
            for (int t = 0; t < TH; ++t) x[t] = simd::reread(x[t]);
#pragma GCC unroll 16
            for (int m = 0; m < TH * TW; ++m) {
                const B a(x[m / TW][m % TW * S.step + k]);
#pragma GCC unroll 16
                for (int v = 0; v < NV; ++v) sum[m][v] = simd::fma(a, row[v], sum[m][v]);
            }
        };
        if constexpr (S.bf16) {
#pragma GCC unroll 4
            for (int k = 0; k + 1 < S.k; k += 2) multiply(k), multiply.template operator()<true>(k + 1);
            if constexpr (S.k % 2 != 0) multiply(S.k - 1);
        } else if constexpr (S.k <= 9) {
#pragma GCC unroll 9
            for (int k = 0; k < S.k; ++k) multiply(k);
        } else {
#pragma GCC unroll 2
            for (int k = 0; k < S.k; ++k) multiply(k);
        }
    };
    if constexpr (S.runs > 0) {
#pragma GCC unroll 4
        for (int r = 0; r < S.runs; ++r) add_run(r);
    } else {
        for (int r = 0; r < o.n; ++r) add_run(r);
    }
    if constexpr (S.pool == 2) {
#pragma GCC unroll 16
        for (int m = 0; m < TH / 2 * TW / 2; ++m) {
            const int first = m / (TW / 2) * 2 * TW + m % (TW / 2) * 2;
#pragma GCC unroll 16
            for (int v = 0; v < NV; ++v) {
                const auto of = [&](int i) CTNN_INLINE { return simd::apply<E.f>(sum[first + i][v]); };
                put(y + m / (TW / 2) * y_row + std::ptrdiff_t(at / 2 + m % (TW / 2)) * S.f, v,
                    simd::max_or_nan(simd::max_or_nan(of(0), of(1)), simd::max_or_nan(of(TW), of(TW + 1))));
            }
        }
    } else {
        const std::ptrdiff_t first = std::ptrdiff_t(at) * S.f;
#pragma GCC unroll 4
        for (int t = 0; t < TH; ++t) { // from one address each, which is all that registers have room for
            float* const to = simd::reread(y + (first + t * y_row));
            const float* const with = E.residual ? simd::reread(residual + (first + t * y_row)) : nullptr;
#pragma GCC unroll 16
            for (int i = 0; i < TW; ++i)
#pragma GCC unroll 16
                for (int v = 0; v < NV; ++v)
                    put(to + i * S.f, v,
                        ended<E>(sum[t * TW + i][v], [&]() CTNN_INLINE { return get(with + i * S.f, v); }));
        }
    }
}

/// The same for a single filter, whose weights lie together as the inputs do: vectors along these, a sum for each
/// output.
template<class B, conv_tile_shape S, tile_ending E>
CTNN_INLINE inline void conv_dots(const conv_operands& o, int at) {
    constexpr int L = B::size, TH = S.rows, TW = S.columns, whole = S.k / L * L, part = S.k - whole;
    B sum[TH * TW];
#pragma GCC unroll 16
    for (int m = 0; m < TH * TW; ++m) sum[m] = B(0.f);
    for (int r = 0; r < o.n; ++r) {
        const conv_run& run = o.runs[r];
        const auto multiply = [&](int k, const auto& get) CTNN_INLINE {
            const B w = get(o.w + run.row + k);
#pragma GCC unroll 16
            for (int m = 0; m < TH * TW; ++m)
                sum[m] = simd::fma(get(run.x[m / TW] + (o.x + std::ptrdiff_t(at + m % TW) * S.step + k)), w, sum[m]);
        };
        for (int k = 0; k < whole; k += L) multiply(k, [](const float* p) CTNN_INLINE { return simd::load<B>(p); });
        if constexpr (part > 0)
            multiply(whole, [](const float* p) CTNN_INLINE { return simd::load_first<B>(p, part); });
    }
    float total[TH * TW];
#pragma GCC unroll 16
    for (int m = 0; m < TH * TW; ++m) total[m] = simd::reduce_add(sum[m]);
    const B b = o.bias ? B(o.bias[0]) : B(0.f);
    for (int t = 0; t < TH; ++t)
        for (int i = 0; i < TW; i += L) {
            const int count = TW - i < L ? TW - i : L;
            const std::ptrdiff_t to = t * o.y_row + at + i;
            const B v = simd::load_first<B>(total + t * TW + i, count) + b;
            simd::store_first(o.y + to, count,
                              ended<E>(v, [&]() CTNN_INLINE { return simd::load_first<B>(o.residual + to, count); }));
        }
}

/// The same for so few filters that a vector holds them twice: even lanes for one input of a run, odd ones for the
/// next. o.w: pairs of rows, filter by filter, a vector each; where a run ends with a single row its odd lanes are
/// zeros. Its last vector holds the bias twice.
template<class B, conv_tile_shape S, tile_ending E>
CTNN_INLINE inline void conv_pairs(const conv_operands& o, int at) {
    constexpr int L = B::size, TH = S.rows, TW = S.columns, pairs = (S.k + 1) / 2;
    B sum[TH * TW];
#pragma GCC unroll 16
    for (int m = 0; m < TH * TW; ++m) sum[m] = B(0.f);
    for (int r = 0; r < o.n; ++r) {
        const float* const w = o.w + std::ptrdiff_t(o.runs[r].row / S.k) * pairs * L;
        const float* x[TH];
#pragma GCC unroll 4
        for (int t = 0; t < TH; ++t) x[t] = o.runs[r].x[t] + (o.x + std::ptrdiff_t(at) * S.step);
        const auto multiply = [&](int k, const auto& get) CTNN_INLINE {
            const B row = simd::load<B>(w + k / 2 * L);
#pragma GCC unroll 4
            for (int t = 0; t < TH; ++t) x[t] = simd::reread(x[t]);
#pragma GCC unroll 16
            for (int m = 0; m < TH * TW; ++m) sum[m] = simd::fma(get(x[m / TW] + m % TW * S.step + k), row, sum[m]);
        };
        for (int k = 0; k + 1 < S.k; k += 2)
            multiply(k, [](const float* p) CTNN_INLINE { return simd::broadcast_pair<B>(p); });
        if constexpr (S.k % 2 != 0)
            multiply(S.k - 1, [](const float* p) CTNN_INLINE { return simd::broadcast_even<B>(p); });
    }
    const B bias = simd::load<B>(o.bias);
    // where filters are half of a vector, two columns of y are one
    constexpr int together = 2 * S.f == L ? 2 : 1;
#pragma GCC unroll 16
    for (int m = 0; m < TH * TW; ++m) {
        const bool two = together == 2 && m % TW + 1 < TW;
        if (together == 2 && m % TW % 2 == 1) continue;
        const std::ptrdiff_t to = m / TW * o.y_row + std::ptrdiff_t(at + m % TW) * S.f;
        const int count = two ? L : S.f;
        const B v = simd::pair_sums(sum[m], sum[two ? m + 1 : m]) + bias;
        simd::store_first(o.y + to, count,
                          ended<E>(v, [&]() CTNN_INLINE { return simd::load_first<B>(o.residual + to, count); }));
    }
}

/// All columns of `rows` rows of y; the last tile overlaps the one before it.
template<class Target, conv_tile_shape S, tile_ending E>
[[gnu::noinline]] void conv_band(const conv_operands& o, int columns) {
    using B = simd::batch<Target>;
    for (int i = 0; i < columns; i += S.columns) {
        const int at = i + S.columns > columns ? columns - S.columns : i;
        if constexpr (S.f == 1 && 4 * S.k >= B::size)
            conv_dots<B, S, E>(o, at);
        else if constexpr (S.pairs)
            conv_pairs<B, S, E>(o, at);
        else
            conv_tile<B, S, E>(o, at);
    }
}
using conv_band_function = void (*)(const conv_operands&, int);

} // namespace ctnn::detail

/// The products of a recurrence: of one state with a panel of the recurrent kernel, of some steps' features with the
/// input's rows.
#pragma once
#include "../shape/inline.hpp"
#include "registers.hpp"
#include "simd.hpp"

namespace ctnn::detail {

/// Into how many chains the additions for `sums` vectors are split, so that there are enough independent ones and all
/// stay in registers.
template<class B, int Sums, int Rows>
inline constexpr int chains = [] {
    constexpr int most = many_registers<typename B::target> ? 16 : 8, n = most / Sums;
    return n < 1 ? 1 : n > Rows ? Rows : n > 2 && Sums > 2 ? 2 : n > 4 ? 4 : n;
}();

/// sum (V) += h (Rows) . w (Rows, row), of whose columns the first V vectors; w is aligned. From the last row to the
/// first if `backwards`. The vectors from `Split` on are `Gap` floats further on.
template<class B, int V, int Rows, int Row, int Split = V, int Gap = 0>
CTNN_INLINE inline void add_state_product(const float* h, const float* w, bool backwards, B (&sum)[V]) {
    constexpr int L = B::size, C = chains<B, V, Rows>;
    B part[C][V];
#pragma GCC unroll 16
    for (int v = 0; v < V; ++v) {
        part[0][v] = sum[v];
#pragma GCC unroll 16
        for (int s = 1; s < C; ++s) part[s][v] = B(0.f);
    }
    const std::ptrdiff_t by = backwards ? -1 : 1;
    if (backwards) h += Rows - 1, w += std::ptrdiff_t(Rows - 1) * Row;
    const auto add = [&](int s) CTNN_INLINE {
        const B a(*h);
#pragma GCC unroll 16
        for (int v = 0; v < V; ++v)
            part[s][v] = simd::fma(a, simd::load_aligned<B>(w + v * L + (v >= Split ? Gap : 0)), part[s][v]);
        h += by, w += by * Row;
    };
    const auto add_all = [&]() CTNN_INLINE {
#pragma GCC unroll 16
        for (int s = 0; s < C; ++s) add(s);
    };
    if constexpr (Rows * V <= 128) { // loops so short cost their last branch
#pragma GCC unroll 32
        for (int k = 0; k + C <= Rows; k += C) add_all();
    } else {
#pragma GCC unroll 2
        for (int k = 0; k + C <= Rows; k += C) add_all();
    }
    if constexpr (Rows % C != 0)
#pragma GCC unroll 4
        for (int s = 0; s < Rows % C; ++s) add(s);
    if constexpr (C == 4) {
#pragma GCC unroll 16
        for (int v = 0; v < V; ++v) sum[v] = (part[0][v] + part[1][v]) + (part[2][v] + part[3][v]);
    } else {
#pragma GCC unroll 16
        for (int v = 0; v < V; ++v) {
            sum[v] = part[0][v];
#pragma GCC unroll 16
            for (int s = 1; s < C; ++s) sum[v] += part[s][v];
        }
    }
}

/// M steps of V vectors: to = start + x . w.
template<class B, int M, int V>
CTNN_INLINE inline void input_tile(const float* x, std::ptrdiff_t stride, int features, const float* w, int row,
                                   const float* start, float* to, std::ptrdiff_t to_stride) {
    constexpr int L = B::size;
    B sum[M][V];
#pragma GCC unroll 16
    for (int v = 0; v < V; ++v) {
        const B b = simd::load_aligned<B>(start + v * L);
#pragma GCC unroll 16
        for (int m = 0; m < M; ++m) sum[m][v] = b;
    }
#pragma GCC unroll 2
    for (int k = 0; k < features; ++k, w += row) {
        B weight[V];
#pragma GCC unroll 16
        for (int v = 0; v < V; ++v) weight[v] = simd::load_aligned<B>(w + v * L);
#pragma GCC unroll 16
        for (int m = 0; m < M; ++m) {
            const B a(x[m * stride + k]);
#pragma GCC unroll 16
            for (int v = 0; v < V; ++v) sum[m][v] = simd::fma(a, weight[v], sum[m][v]);
        }
    }
#pragma GCC unroll 16
    for (int m = 0; m < M; ++m)
#pragma GCC unroll 16
        for (int v = 0; v < V; ++v) simd::store_aligned(to + m * to_stride + v * L, sum[m][v]);
}

/// to (steps, V vectors; to_stride) = start (V vectors) + x (steps, features; stride) . w (features, V vectors): the
/// same additions in the same order for every number of steps.
template<class Target, int V>
[[gnu::noinline]] void input_product(const float* x, std::ptrdiff_t stride, int steps, int features, const float* w,
                                     const float* start, float* to, std::ptrdiff_t to_stride) {
    using B = simd::batch<Target>;
    constexpr int N = V % 2 ? (V % 3 ? 1 : 3) : V % 4 || !many_registers<Target> ? 2 : 4;
    constexpr int L = B::size, M = N > 2 && !many_registers<Target> ? 2 : 4;
    for (int v = 0; v < V; v += N) {
        const float* a = x;
        float* b = to + v * L;
        int left = steps;
        for (; left >= M; left -= M, a += M * stride, b += M * to_stride)
            input_tile<B, M, N>(a, stride, features, w + v * L, V * L, start + v * L, b, to_stride);
        for (; left > 0; --left, a += stride, b += to_stride)
            input_tile<B, 1, N>(a, stride, features, w + v * L, V * L, start + v * L, b, to_stride);
    }
}

} // namespace ctnn::detail

/// The products of a recurrence: of one state with a panel of the recurrent kernel, of some steps' features with the
/// input's rows.
#pragma once
#include "../shape/inline.hpp"
#include "registers.hpp"
#include "weight_rows.hpp"

namespace ctnn::detail {

/// Into how many chains the additions for `sums` vectors are split, so that there are enough independent ones and all
/// stay in registers.
template<class B, int Sums, int Rows>
inline constexpr int chains = [] {
    constexpr int most = many_registers<typename B::target> ? 16 : 8, enough = Sums > 2 ? 2 : 4;
    int n = 1;
    while (2 * n <= enough && 2 * n * Sums <= most && 2 * n <= Rows) n *= 2;
    return n;
}();

/// part (C, V) += h (Rows) . w (Rows, row), a row into each of the parts in turn: see add_state_product.
template<class B, class W, int Rows, int Row, int Split, int Gap, int C, int V>
CTNN_INLINE inline void add_rows(const float* h, const float* w, bool backwards, B (&part)[C][V]) {
    constexpr int L = B::size;
    constexpr int T = W::together, all = Rows / T; // rows of w
    constexpr int once = C < T ? 1 : C / T;        // of them at a time
    const std::ptrdiff_t by = backwards ? -1 : 1;
    const auto at = [](int v) { return v * L + (v >= Split ? Gap : 0); };
    if constexpr (Rows % T != 0) { // a row whose words have one row each
        const B a(h[Rows - 1]);
#pragma GCC unroll 16
        for (int v = 0; v < V; ++v)
            part[C - 1][v] =
                simd::fma(a, W::template load_aligned<B, 0>(w + std::ptrdiff_t(all) * Row + at(v)), part[C - 1][v]);
    }
    if (backwards && all > 0) h += std::ptrdiff_t(all - 1) * T, w += std::ptrdiff_t(all - 1) * Row;
    const auto add = [&](int s) CTNN_INLINE {
        const B a(h[0]), b(h[T - 1]);
        B(&first)[V] = part[T * s % C], (&second)[V] = part[(T * s + 1) % C];
#pragma GCC unroll 16
        for (int v = 0; v < V; ++v) {
            first[v] = simd::fma(a, W::template load_aligned<B, 0>(w + at(v)), first[v]);
            if constexpr (T == 2) second[v] = simd::fma(b, W::template load_aligned<B, 1>(w + at(v)), second[v]);
        }
        h += by * T, w += by * Row;
    };
    const auto add_all = [&]() CTNN_INLINE {
#pragma GCC unroll 16
        for (int s = 0; s < once; ++s) add(s);
    };
    if constexpr (Rows * V <= 128) { // loops so short cost their last branch
#pragma GCC unroll 32
        for (int k = 0; k + once <= all; k += once) add_all();
    } else {
#pragma GCC unroll 2
        for (int k = 0; k + once <= all; k += once) add_all();
    }
    if constexpr (all % once != 0)
#pragma GCC unroll 4
        for (int s = 0; s < all % once; ++s) add(s);
}

/// The same with four elements of h at a time, of weights that are floats.
template<class B, int Rows, int Row, int Split, int Gap, int C, int V>
CTNN_INLINE inline void add_rows_by_fours(const float* h, const float* w, bool backwards, B (&part)[C][V]) {
    constexpr int L = B::size, fours = Rows / 4;
    const auto add = [&]<int R>(B a, const float* row) CTNN_INLINE {
#pragma GCC unroll 16
        for (int v = 0; v < V; ++v)
            part[R % C][v] =
                simd::fma(a, simd::load_aligned<B>(row + R * Row + v * L + (v >= Split ? Gap : 0)), part[R % C][v]);
    };
    const auto add_four = [&](int q) CTNN_INLINE {
        const float* const rows = w + std::ptrdiff_t(q) * 4 * Row;
        const B four = simd::broadcast_four<B>(h + q * 4);
        add.template operator()<0>(simd::lane_of_four<0>(four), rows);
        add.template operator()<1>(simd::lane_of_four<1>(four), rows);
        add.template operator()<2>(simd::lane_of_four<2>(four), rows);
        add.template operator()<3>(simd::lane_of_four<3>(four), rows);
    };
#pragma GCC unroll 1 // clang 19 puts off the sums of straight code, one after the other, to where each is used
    for (int q = 0; q < fours; ++q) add_four(backwards ? fours - 1 - q : q);
    const float *const last = h + fours * 4, *const rest = w + std::ptrdiff_t(fours) * 4 * Row;
    if constexpr (Rows % 4 > 0) add.template operator()<0>(B(last[0]), rest);
    if constexpr (Rows % 4 > 1) add.template operator()<1>(B(last[1]), rest);
    if constexpr (Rows % 4 > 2) add.template operator()<2>(B(last[2]), rest);
}

/// sum (V) += h (Rows) . w (Rows, row), of whose columns the first V vectors; w is aligned. From the last row to the
/// first if `backwards`. The vectors from `Split` on are `Gap` floats further on. W: how rows are read.
template<class B, class W, int V, int Rows, int Row, int Split = V, int Gap = 0>
CTNN_INLINE inline void add_state_product(const float* h, const float* w, bool backwards, B (&sum)[V]) {
    constexpr int C = chains<B, V, Rows>;
    B part[C][V];
#pragma GCC unroll 16
    for (int v = 0; v < V; ++v) {
        part[0][v] = sum[v];
#pragma GCC unroll 16
        for (int s = 1; s < C; ++s) part[s][v] = B(0.f);
    }
    if constexpr (simd::has_four<B> && W::together == 1 && 4 % C == 0)
        add_rows_by_fours<B, Rows, Row, Split, Gap>(h, w, backwards, part);
    else
        add_rows<B, W, Rows, Row, Split, Gap>(h, w, backwards, part);
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
template<class B, class W, int M, int V>
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
    const auto add = [&]<int Part>(int k) CTNN_INLINE {
        B weight[V];
#pragma GCC unroll 16
        for (int v = 0; v < V; ++v) weight[v] = W::template load_aligned<B, Part>(w + v * L);
#pragma GCC unroll 16
        for (int m = 0; m < M; ++m) {
            const B a(x[m * stride + k]);
#pragma GCC unroll 16
            for (int v = 0; v < V; ++v) sum[m][v] = simd::fma(a, weight[v], sum[m][v]);
        }
    };
    if constexpr (W::together == 1) {
#pragma GCC unroll 2
        for (int k = 0; k < features; ++k, w += row) add.template operator()<0>(k);
    } else {
        for (int k = 0; k + 1 < features; k += 2, w += row) {
            add.template operator()<0>(k);
            w = simd::reread(w); // there are not enough registers to keep the words
            add.template operator()<1>(k + 1);
        }
        if (features % 2) add.template operator()<0>(features - 1);
    }
#pragma GCC unroll 16
    for (int m = 0; m < M; ++m)
#pragma GCC unroll 16
        for (int v = 0; v < V; ++v) simd::store_aligned(to + m * to_stride + v * L, sum[m][v]);
}

/// to (steps, V vectors; to_stride) = start (V vectors) + x (steps, features; stride) . w (features, V vectors): the
/// same additions in the same order for every number of steps.
template<class Target, class W, int V>
[[gnu::noinline]] void input_product(const float* x, std::ptrdiff_t stride, int steps, int features, const float* w,
                                     const float* start, float* to, std::ptrdiff_t to_stride) {
    using B = simd::batch<Target>;
    constexpr int N = V % 2 ? (V % 3 ? 1 : 3) : V % 4 || !many_registers<Target> ? 2 : 4;
    // products of 4 x 3 take all of 16 registers, and nothing may be done to a weight then
    constexpr bool fits = many_registers<Target> || N < 3 || (W::together == 1 && simd::has_fma<B>);
    constexpr int L = B::size, M = fits ? 4 : 3;
    for (int v = 0; v < V; v += N) {
        const float* a = x;
        float* b = to + v * L;
        int left = steps;
        for (; left >= M; left -= M, a += M * stride, b += M * to_stride)
            input_tile<B, W, M, N>(a, stride, features, w + v * L, V * L, start + v * L, b, to_stride);
        for (; left > 0; --left, a += stride, b += to_stride)
            input_tile<B, W, 1, N>(a, stride, features, w + v * L, V * L, start + v * L, b, to_stride);
    }
}

} // namespace ctnn::detail

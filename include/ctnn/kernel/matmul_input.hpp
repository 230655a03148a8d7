/// dx (rows, k) = dy (rows, n) . w^T, w (k, n). Vectors go along the rows, so that w is read where it is, an element at
/// a time: dx^T = w . dy^T. dy is transposed before, tiles of dx behind.
#pragma once
#include "../op/training/matmul_input.hpp"
#include "../shape/inline.hpp"
#include "kernel.hpp"
#include "registers.hpp"
#include "simd.hpp"
#include <cstddef>
#include <cstring>

namespace ctnn {
namespace detail {

/// dy (n, vectors of rows), w (M, n), in rows of n -> y (count, M), in rows of y_step.
template<class Target, int M, int V>
CTNN_INLINE inline void transposed_product_tile(const float* dy, const float* w, int n, float* y, std::ptrdiff_t y_step,
                                                int count) {
    using B = simd::batch<Target>;
    constexpr int L = B::size, G = V * L;
    B sum[M][V];
#pragma GCC unroll 16
    for (int m = 0; m < M; ++m)
#pragma GCC unroll 2
        for (int v = 0; v < V; ++v) sum[m][v] = B(0.f);
    const std::ptrdiff_t w_step = n;
#pragma GCC unroll 2
    for (int j = 0; j < n; ++j, dy += G) {
        B rows[V];
#pragma GCC unroll 2
        for (int v = 0; v < V; ++v) rows[v] = simd::load<B>(dy + v * L);
#pragma GCC unroll 16
        for (int m = 0; m < M; ++m) {
            const B a(w[m * w_step + j]);
#pragma GCC unroll 2
            for (int v = 0; v < V; ++v) sum[m][v] = simd::fma(a, rows[v], sum[m][v]);
        }
    }
    alignas(64) float tile[M * G];
#pragma GCC unroll 16
    for (int m = 0; m < M; ++m)
#pragma GCC unroll 2
        for (int v = 0; v < V; ++v) simd::store_aligned(tile + m * G + v * L, sum[m][v]);
    int r = 0;
    if constexpr (M % 4 == 0)
        for (; r + 4 <= count; r += 4)
#pragma GCC unroll 4
            for (int m = 0; m < M; m += 4) simd::transpose_4x4(tile + m * G + r, G, y + r * y_step + m, y_step);
    for (; r < count && r < G; ++r) // the second bound is for g++, which warns of what it thinks up
        for (int m = 0; m < M; ++m) y[r * y_step + m] = tile[m * G + r];
}

/// y (n, G) = x^T, x (count, n), count <= G; what has no row is 0.
template<int G>
CTNN_INLINE inline void transpose_rows(const float* x, int n, int count, float* y) {
    if (count < G) std::memset(y, 0, std::size_t(n) * G * sizeof(float));
    int r = 0;
    for (; r + 4 <= count; r += 4, x += 4 * std::ptrdiff_t(n)) {
        int j = 0;
        for (; j + 4 <= n; j += 4) simd::transpose_4x4(x + j, n, y + std::ptrdiff_t(j) * G + r, G);
        for (; j < n; ++j)
            for (int i = 0; i < 4; ++i) y[std::ptrdiff_t(j) * G + r + i] = x[std::ptrdiff_t(i) * n + j];
    }
    for (; r < count && r < G; ++r, x += n)
        for (int j = 0; j < n; ++j) y[std::ptrdiff_t(j) * G + r] = x[j];
}

/// scratch: n * V vectors.
template<class Target, int V>
[[gnu::noinline]] void multiply_by_transposed(const float* dy, const float* w, float* y, int rows, int k, int n,
                                              float* scratch) {
    constexpr int G = V * simd::batch<Target>::size, M = (many_registers<Target> ? 16 : 8) / V;
    for (int first = 0; first < rows; first += G, dy += std::ptrdiff_t(G) * n, y += std::ptrdiff_t(G) * k) {
        const int count = rows - first < G ? rows - first : G;
        transpose_rows<G>(dy, n, count, scratch);
        int i = 0;
        for (; i + M <= k; i += M)
            transposed_product_tile<Target, M, V>(scratch, w + std::ptrdiff_t(i) * n, n, y + i, k, count);
        for (; i + 4 <= k; i += 4)
            transposed_product_tile<Target, 4, V>(scratch, w + std::ptrdiff_t(i) * n, n, y + i, k, count);
        for (; i < k; ++i)
            transposed_product_tile<Target, 1, V>(scratch, w + std::ptrdiff_t(i) * n, n, y + i, k, count);
    }
}

} // namespace detail

template<>
struct kernel<ops::op_kind::matmul_input> {
    template<class D, class Target>
    CTNN_INLINE static void run(const float* const* x, float* y, float* scratch) {
        constexpr const descriptor& d = D::value;
        constexpr int n = d.in[0].last(), k = d.op.out.last(), rows = int(d.op.out.size()) / k;
        constexpr bool together = d.op.times == 1 || (d.each[0] > 0 && d.each[1] == 0);
        constexpr int all = together ? rows * d.op.times : rows;
        constexpr int vectors = all > simd::batch<Target>::size ? 2 : 1;
        for (int t = 0; t < (together ? 1 : d.op.times); ++t)
            detail::multiply_by_transposed<Target, vectors>(x[0] + std::ptrdiff_t(t) * d.each[0],
                                                            x[1] + std::ptrdiff_t(t) * d.each[1],
                                                            y + std::ptrdiff_t(t) * rows * k, all, k, n, scratch);
    }
};

} // namespace ctnn

/// A product of many rows (gemm): tiles of rows x vectors of columns in registers. x is read where it is, one element at a
/// time; the weights of a slice are read once for every tile.
#pragma once
#include "product.hpp"

namespace ctnn::detail {

/// Rows of a tile of V vectors: sums, one row of weights and an element of x fit into the registers, and what is left
/// over of 64 rows is little.
constexpr int tile_rows(const hardware& h, int vectors) {
    if (h.registers >= 32) return vectors == 1 ? 16 : vectors == 2 ? 12 : vectors == 3 ? 8 : 6;
    return vectors == 1 ? 8 : vectors == 2 ? (h.lanes >= 8 ? 6 : 4) : vectors == 3 ? 3 : 2;
}
constexpr int tile_vectors(const hardware& h) { return h.registers >= 32 || h.lanes < 8 ? 4 : 2; }

/// M rows of a slice.
template<class Target, int M, int V, product_epilogue E, product_part P>
[[gnu::always_inline]] inline void product_tile(const product_slice& s, int row) {
    using B = simd::batch<Target>;
    constexpr bool masked = P != product_part::whole;
    B sum[M][V];
#pragma GCC unroll 8
    for (int v = 0; v < V; ++v) {
        B b = 0.f;
        if constexpr (E.bias) b = load_vector<B, V, masked>(s.bias, v, s.last);
#pragma GCC unroll 16
        for (int m = 0; m < M; ++m) sum[m][v] = b;
    }
    const std::ptrdiff_t x_step = s.x_step, w_step = s.w_step;
    const float *x = s.x + row * x_step, *w = s.w;
#pragma GCC unroll 2
    for (int k = 0; k < s.k; ++k, ++x, w += w_step) {
        B weight[V];
#pragma GCC unroll 8
        for (int v = 0; v < V; ++v) weight[v] = load_vector<B, V, P == product_part::all>(w, v, s.last);
#pragma GCC unroll 16
        for (int m = 0; m < M; ++m) {
            const B a(x[m * x_step]);
#pragma GCC unroll 8
            for (int v = 0; v < V; ++v) sum[m][v] = simd::fma(a, weight[v], sum[m][v]);
        }
    }
#pragma GCC unroll 16
    for (int m = 0; m < M; ++m) {
        const std::ptrdiff_t at = std::ptrdiff_t(row + m) * s.y_step;
        finish_row<E, P>(sum[m], s.residual + at, s.y + at, s.last);
    }
}

/// Tiles of M rows, then of ever fewer.
template<class Target, int M, int V, product_epilogue E, product_part P>
[[gnu::always_inline]] inline void product_tiles(const product_slice& s, int row) {
    for (; row + M <= s.rows; row += M) product_tile<Target, M, V, E, P>(s, row);
    if constexpr (M > 1) {
        constexpr int fewer = M > 8 ? 8 : M > 4 ? 4 : M > 2 ? 2 : 1;
        product_tiles<Target, fewer, V, E, P>(s, row);
    }
}

/// Where the slices of many rows are computed; see product_columns.
struct many_rows {
    static constexpr int vectors(const hardware& h) { return tile_vectors(h); }
    template<class Target, int V, product_epilogue E, product_part P>
    [[gnu::noinline]] void run(const product_slice& s) const {
        product_tiles<Target, tile_rows(hardware_of<Target>, V), V, E, P>(s, 0);
    }
};

} // namespace ctnn::detail

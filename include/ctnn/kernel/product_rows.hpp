/// A product of many rows (gemm): tiles of rows x vectors of columns in registers. x is read where it is, one element
/// at a time; the weights of a slice are read once for every tile.
#pragma once
#include "../shape/inline.hpp"
#include "product.hpp"

namespace ctnn::detail {

/// The most rows of a tile of V vectors: sums, one row of weights and an element of x fit into the vector registers,
/// and where the rows of x begin into the others.
constexpr int most_tile_rows(const hardware& h, int vectors) {
    if (h.registers >= 32) return vectors <= 3 ? 8 : vectors == 4 ? 6 : 4;
    return vectors == 1 ? 8 : vectors == 2 ? (h.lanes >= 8 ? 6 : 4) : vectors == 3 ? 3 : 2;
}
constexpr int tile_vectors(const hardware& h) { return h.registers >= 32 || h.lanes < 8 ? 4 : 2; }

/// Rows in tiles as even as possible: `whole` tiles of `rows`, then tiles of one less.
struct row_cut {
    int rows, whole, tiles;
    constexpr row_cut(int n, int most) : tiles((n + most - 1) / most) {
        rows = (n + tiles - 1) / tiles;
        whole = n - tiles * (rows - 1);
    }
};

/// M rows of a slice.
template<class Target, int M, int V, product_epilogue E, product_part P>
CTNN_INLINE inline void product_tile(const product_slice& s, int row) {
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
    const auto add_row = [&]() CTNN_INLINE {
        B weight[V];
#pragma GCC unroll 8
        for (int v = 0; v < V; ++v) weight[v] = load_vector<B, V, P == product_part::all>(w, v, s.last);
#pragma GCC unroll 16
        for (int m = 0; m < M; ++m) {
            const B a(x[m * x_step]);
#pragma GCC unroll 8
            for (int v = 0; v < V; ++v) sum[m][v] = simd::fma(a, weight[v], sum[m][v]);
        }
        ++x, w += w_step;
    };
    if constexpr (M * V <= 16) { // so small a body that the loop itself counts
#pragma GCC unroll 4
        for (int k = 0; k < s.k; ++k) add_row();
    } else {
#pragma GCC unroll 2
        for (int k = 0; k < s.k; ++k) add_row();
    }
#pragma GCC unroll 16
    for (int m = 0; m < M; ++m) {
        const std::ptrdiff_t at = std::ptrdiff_t(row + m) * s.y_step;
        finish_row<E, P>(sum[m], s.residual + at, s.y + at, s.last);
    }
}

/// Tiles of weights that are floats.
struct float_tile {
    template<class Target, int M, int V, product_epilogue E, product_part P>
    CTNN_INLINE static void run(const product_slice& s, int row) {
        product_tile<Target, M, V, E, P>(s, row);
    }
};

/// All rows: tiles of M, then of M - 1 if there are such.
template<class Target, class Tile, int M, bool Fewer, int V, product_epilogue E, product_part P>
[[gnu::noinline]] void product_tiles(const product_slice& slice, int whole) {
    const product_slice s = slice; // no store of a vector changes that
    int row = 0;
    for (; whole > 0; --whole, row += M) Tile::template run<Target, M, V, E, P>(s, row);
    if constexpr (Fewer)
        for (; row < s.rows; row += M - 1) Tile::template run<Target, M - 1, V, E, P>(s, row);
}

/// Where the slices of many rows are computed; see product_columns.
template<int Rows, class Tile = float_tile>
struct many_rows {
    static constexpr int vectors(const hardware& h) { return tile_vectors(h); }
    template<class Target, int V, product_epilogue E, product_part P>
    CTNN_INLINE void run(const product_slice& s) const {
        constexpr row_cut cut(Rows, most_tile_rows(hardware_of<Target>, V));
        product_tiles<Target, Tile, cut.rows, (cut.whole < cut.tiles), V, E, P>(s, cut.whole);
    }
};

} // namespace ctnn::detail

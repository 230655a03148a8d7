/// y (m, n) = or += the sum over places of a (m) times b (n): gradients of weights. A tile of y stays in registers
/// while all places go by. They come in lines: `depth` places that are a_next and b_next apart, then the next line.
#pragma once
#include "../shape/inline.hpp"
#include "product.hpp"
#include "product_rows.hpp"

namespace ctnn::detail {

/// Who is given tiles of y instead of y's memory.
struct tile_receiver {
    /// A tile (rows, columns), whose rows are tile_step apart, and where it belongs.
    void (*take)(const tile_receiver&, const float* tile, std::ptrdiff_t tile_step, float* y, std::ptrdiff_t y_step,
                 int rows, std::ptrdiff_t columns);
};

struct outer_operands {
    const float *a, *b;
    float* y;
    int m, n, depth, lines;
    std::ptrdiff_t a_next, b_next, a_line, b_line, y_step;
    bool more;                               ///< y has something already
    const tile_receiver* receiver = nullptr; ///< or null; not with `more`
};

/// The most rows of a tile of V vectors. A row costs an element of a alone, which an fma reads from memory.
constexpr int outer_rows(const hardware& h, int vectors) {
    if (h.registers >= 32) return vectors == 1 ? 16 : vectors <= 3 ? 8 : 6;
    return most_tile_rows(h, vectors);
}

/// M rows of y, V vectors of columns, `last` columns in the last one where it is masked.
template<class Target, int M, int V, bool Masked>
CTNN_INLINE inline void outer_tile(const outer_operands& o, const float* a_begin, const float* b_begin, float* y,
                                   std::ptrdiff_t y_step, int last) {
    using B = simd::batch<Target>;
    B sum[M][V];
    if (o.more) {
#pragma GCC unroll 16
        for (int m = 0; m < M; ++m)
#pragma GCC unroll 8
            for (int v = 0; v < V; ++v) sum[m][v] = load_vector<B, V, Masked>(y + m * y_step, v, last);
    } else {
#pragma GCC unroll 16
        for (int m = 0; m < M; ++m)
#pragma GCC unroll 8
            for (int v = 0; v < V; ++v) sum[m][v] = B(0.f);
    }
    const std::ptrdiff_t a_next = o.a_next, b_next = o.b_next;
    for (int line = 0; line < o.lines; ++line, a_begin += o.a_line, b_begin += o.b_line) {
        const float *a = a_begin, *b = b_begin;
#pragma GCC unroll 2
        for (int i = o.depth; i > 0; --i, a += a_next, b += b_next) {
            B column[V];
#pragma GCC unroll 8
            for (int v = 0; v < V; ++v) column[v] = load_vector<B, V, Masked>(b, v, last);
#pragma GCC unroll 16
            for (int m = 0; m < M; ++m) {
                const B row(a[m]);
#pragma GCC unroll 8
                for (int v = 0; v < V; ++v) sum[m][v] = simd::fma(row, column[v], sum[m][v]);
            }
        }
    }
#pragma GCC unroll 16
    for (int m = 0; m < M; ++m)
#pragma GCC unroll 8
        for (int v = 0; v < V; ++v) {
            float* const to = y + m * y_step + v * B::size;
            if (Masked && v + 1 == V)
                simd::store_first(to, last, sum[m][v]);
            else
                simd::store(to, sum[m][v]);
        }
}

/// All rows of one slice of columns.
template<class Target, int V, bool Masked>
[[gnu::noinline]] void outer_slice(const outer_operands& o, int column, int last) {
    constexpr int most = outer_rows(hardware_of<Target>, V), lanes = simd::batch<Target>::size;
    const float* const b = o.b + column;
    float* const y = o.y + column;
    const int columns = (V - 1) * lanes + last;
    alignas(64) float tile[most * V * lanes]; // for the receiver, who finds it in the first cache
    int i = 0;
    const auto run = [&]<int M>(std::integral_constant<int, M>) CTNN_INLINE {
        float* const at = y + i * o.y_step;
        float* const to = o.receiver ? tile : at;
        const std::ptrdiff_t step = o.receiver ? columns : o.y_step;
        outer_tile<Target, M, V, Masked>(o, o.a + i, b, to, step, last);
        if (o.receiver) o.receiver->take(*o.receiver, tile, columns, at, o.y_step, M, columns);
        i += M;
    };
    while (i + most <= o.m) run(std::integral_constant<int, most>());
    if constexpr (most > 8)
        while (i + 8 <= o.m) run(std::integral_constant<int, 8>());
    if constexpr (most > 4)
        while (i + 4 <= o.m) run(std::integral_constant<int, 4>());
    if constexpr (most > 2)
        while (i + 2 <= o.m) run(std::integral_constant<int, 2>());
    while (i < o.m) run(std::integral_constant<int, 1>());
}

/// How n columns are cut: slices of `width` vectors, then one of `vectors`, whose last vector has `last` columns.
struct outer_cut {
    int width, vectors, last;
    constexpr outer_cut(int n, const hardware& h) : width(tile_vectors(h)) {
        const int all = (n + h.lanes - 1) / h.lanes;
        vectors = all - (all - 1) / width * width;
        last = n - (all - 1) * h.lanes;
    }
};

/// Rows of a tile of most of n columns: threads that share the rows take as many at a time.
constexpr int outer_unit(int n, const hardware& h) {
    const outer_cut cut(n, h);
    return outer_rows(h, n > cut.width * h.lanes ? cut.width : cut.vectors);
}

template<class Target, int N>
CTNN_INLINE inline void outer_products(const outer_operands& o) {
    constexpr int L = simd::batch<Target>::size;
    constexpr outer_cut cut(N, hardware_of<Target>);
    int column = 0;
    for (; column + cut.width * L < N; column += cut.width * L) outer_slice<Target, cut.width, false>(o, column, L);
    outer_slice<Target, cut.vectors, cut.last != L>(o, column, cut.last);
}

} // namespace ctnn::detail

/// Products with weights as bfloat16: panels of words that are two rows each (op/pack_pairs.hpp), widened to float in
/// the registers. x (rows, k), w (k / 2 words, vectors of the slice).
#pragma once
#include "../shape/inline.hpp"
#include "product_row.hpp"
#include "product_rows.hpp"

namespace ctnn::detail {

/// sum (V) += x (k) . w: of one row.
template<int V, class B>
CTNN_INLINE inline void add_bf16_rows(B (&sum)[V], const product_slice& s) {
    constexpr int L = B::size, Q = row_chains<typename B::target>(V), pairs = Q < 2 ? 1 : Q / 2;
    B part[Q][V];
    begin_chains(part, sum);
    const float *x = s.x, *w = s.w;
    const auto add = [&]<bool Upper>(int q) CTNN_INLINE {
        const B a(x[Upper]);
#pragma GCC unroll 8
        for (int v = 0; v < V; ++v) part[q][v] = simd::fma(a, simd::load_bf16<B, Upper>(w + v * L), part[q][v]);
    };
    const auto add_pair = [&](int first) CTNN_INLINE {
        add.template operator()<false>(first), add.template operator()<true>((first + 1) % Q);
        x += 2, w += s.w_step;
    };
    int left = s.k / 2;
#ifdef __clang__ // as in add_rows
#pragma clang loop unroll(disable)
#endif
    for (; left >= pairs; left -= pairs)
#pragma GCC unroll 4
        for (int i = 0; i < pairs; ++i) add_pair(2 * i % Q);
    for (; left > 0; --left) add_pair(0);
    if (s.k % 2) add.template operator()<false>(0);
    join_chains(part, sum);
}

/// M rows of a slice.
template<class Target, int M, int V, product_epilogue E, product_part P>
CTNN_INLINE inline void product_bf16_tile(const product_slice& s, int row) {
    using B = simd::batch<Target>;
    constexpr int L = B::size;
    B sum[M][V];
#pragma GCC unroll 16
    for (int m = 0; m < M; ++m) begin_row<E, P>(sum[m], s);
    const std::ptrdiff_t x_step = s.x_step, w_step = s.w_step;
    const float *x = s.x + row * x_step, *w = s.w;
    const auto add = [&]<bool Upper>() CTNN_INLINE {
        B weight[V];
#pragma GCC unroll 8
        for (int v = 0; v < V; ++v) weight[v] = simd::load_bf16<B, Upper>(w + v * L);
#pragma GCC unroll 16
        for (int m = 0; m < M; ++m) {
            const B a(x[m * x_step + Upper]);
#pragma GCC unroll 8
            for (int v = 0; v < V; ++v) sum[m][v] = simd::fma(a, weight[v], sum[m][v]);
        }
    };
    for (int left = s.k / 2; left > 0; --left, x += 2, w += w_step)
        add.template operator()<false>(), add.template operator()<true>();
    if (s.k % 2) add.template operator()<false>();
#pragma GCC unroll 16
    for (int m = 0; m < M; ++m) {
        const std::ptrdiff_t at = std::ptrdiff_t(row + m) * s.y_step;
        finish_row<E, P>(sum[m], s.residual + at, s.y + at, s.last);
    }
}

struct bf16_tile {
    template<class Target, int M, int V, product_epilogue E, product_part P>
    CTNN_INLINE static void run(const product_slice& s, int row) {
        product_bf16_tile<Target, M, V, E, P>(s, row);
    }
};

/// Where the slices of one row are computed; see product_columns.
struct one_bf16_row {
    static constexpr int vectors(const hardware&) { return row_vectors; }
    template<class Target, int V, product_epilogue E, product_part P>
    [[gnu::noinline]] void run(const product_slice& s) const {
        simd::batch<Target> sum[V];
        begin_row<E, P>(sum, s);
        add_bf16_rows(sum, s);
        finish_row<E, P>(sum, s.residual, s.y, s.last);
    }
};

} // namespace ctnn::detail

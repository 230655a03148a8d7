/// A product of one row (gemv): as many vectors of columns at once as registers allow, every weight read once.
#pragma once
#include "../program/packing_product.hpp"
#include "../shape/inline.hpp"
#include "product.hpp"
#include <limits>

namespace ctnn::detail {

/// Vectors of columns at once. 8 sums hide the latency of an fma.
inline constexpr int row_vectors = product_panel_vectors;

/// Sums that are kept of every column, to have enough in flight when there are few columns. 8 vectors have enough. A
/// sum of a single product costs what it saves; fewer products than sums are added up in order, as those of many rows
/// are.
template<class Target>
constexpr int row_chains(int vectors, int rows = std::numeric_limits<int>::max()) {
    int n = vectors >= 5 ? 1 : vectors >= 3 ? 2 : vectors == 2 ? 4 : 8;
    if (many_registers<Target>) n = vectors >= 8 ? 1 : vectors == 1 ? 8 : vectors <= 4 ? 4 : 2;
    while (rows >= n && 2 * n > rows && n > 1) n /= 2;
    return n;
}

/// All elements of x. Most: how many there are, if that is known.
template<int Most = std::numeric_limits<int>::max()>
struct every_row {
    static constexpr int most = Most;
    const float* x;
    const float* w;
    int count, w_step;
    CTNN_INLINE inline float value(int i) const { return x[i]; }
    CTNN_INLINE inline const float* row(int i) const { return w + std::ptrdiff_t(i) * w_step; }
};

/// The first chain goes on with the sums, the others begin with nothing.
template<int Q, int V, class B>
CTNN_INLINE inline void begin_chains(B (&part)[Q][V], const B (&sum)[V]) {
#pragma GCC unroll 8
    for (int v = 0; v < V; ++v) {
        part[0][v] = sum[v];
#pragma GCC unroll 8
        for (int q = 1; q < Q; ++q) part[q][v] = B(0.f);
    }
}
template<int Q, int V, class B>
CTNN_INLINE inline void join_chains(B (&part)[Q][V], B (&sum)[V]) {
#pragma GCC unroll 8
    for (int v = 0; v < V; ++v) {
#pragma GCC unroll 8
        for (int half = Q / 2; half > 0; half /= 2)
#pragma GCC unroll 8
            for (int q = 0; q < half; ++q) part[q][v] += part[q + half][v];
        sum[v] = part[0][v];
    }
}

/// sum += x times a row of weights.
template<product_part P, int V, class B>
CTNN_INLINE inline void add_row(B (&sum)[V], float x, const float* w, int last) {
    const B a(x);
#pragma GCC unroll 8
    for (int v = 0; v < V; ++v) sum[v] = simd::fma(a, load_vector<B, V, P == product_part::all>(w, v, last), sum[v]);
}

/// sum += the rows' values times their weights.
template<product_part P, int V, class B, class Rows>
CTNN_INLINE inline void add_rows(B (&sum)[V], const Rows& rows, int last) {
    constexpr int Q = row_chains<typename B::target>(V, Rows::most);
    B part[Q][V];
    begin_chains(part, sum);
    const int n = rows.count;
    int i = 0;
    const auto add_to_chains = [&]() CTNN_INLINE {
#pragma GCC unroll 8
        for (int q = 0; q < Q; ++q) add_row<P>(part[q], rows.value(i + q), rows.row(i + q), last);
        i += Q;
    };
#ifdef __clang__ // 19 would broadcast all of x first, and spill it
#pragma clang loop unroll(disable)
#else
    if constexpr (Rows::most <= 64 / V) // the loop is 15% of 32 x 32 that wait for one another
#pragma GCC unroll 64
        while (i + Q <= n) add_to_chains();
#endif
    while (i + Q <= n) add_to_chains();
    for (; i < n; ++i) add_row<P>(part[0], rows.value(i), rows.row(i), last);
    join_chains(part, sum);
}

/// The same of all elements of x: rows k, k + count / S, k + 2 count / S and so on in turn, which arrive sooner from
/// the second cache than rows in order do. What is left over is added in order.
template<product_part P, int V, class B>
CTNN_INLINE inline void add_places(B (&sum)[V], const every_row<>& rows, int last) {
    constexpr int Q = row_chains<typename B::target>(V), S = Q > 4 ? Q : 4;
    B part[Q][V];
    begin_chains(part, sum);
    const int each = rows.count / S;
    const float* w[S];
#pragma GCC unroll 8
    for (int s = 0; s < S; ++s) w[s] = rows.row(s * each);
#ifdef __clang__ // as in add_rows
#pragma clang loop unroll(disable)
#endif
    for (int i = 0; i < each; ++i) {
#pragma GCC unroll 8
        for (int s = 0; s < S; ++s) {
            w[s] = simd::one_address(w[s]); // g++ would keep an offset for each vector, and in memory
            add_row<P>(part[s % Q], rows.value(s * each + i), w[s], last);
            w[s] += rows.w_step;
        }
    }
    for (int i = S * each; i < rows.count; ++i) add_row<P>(part[0], rows.value(i), rows.row(i), last);
    join_chains(part, sum);
}

template<class Target, int V, product_epilogue E, product_part P, class Rows>
CTNN_INLINE inline void row_of_slice(const product_slice& s, const Rows& rows) {
    using B = simd::batch<Target>;
    B sum[V];
    begin_row<E, P>(sum, s);
    if constexpr (std::is_same_v<Rows, every_row<>>)
        add_places<P>(sum, rows, s.last);
    else
        add_rows<P>(sum, rows, s.last);
    finish_row<E, P>(sum, s.residual, s.y, s.last);
}

/// Where the slices of one row are computed; see product_columns.
struct one_row {
    static constexpr int vectors(const hardware&) { return row_vectors; }
    template<class Target, int V, product_epilogue E, product_part P>
    [[gnu::noinline]] void run(const product_slice& s) const {
        row_of_slice<Target, V, E, P>(s, every_row<>{s.x, s.w, s.k, s.w_step});
    }
};

} // namespace ctnn::detail

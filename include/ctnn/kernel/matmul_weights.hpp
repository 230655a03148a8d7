/// dw (k, n) = x^T (k, rows) . dy (rows, n), over the rows of all runs
#pragma once
#include "../op/training/matmul_weights.hpp"
#include "../shape/inline.hpp"
#include "across.hpp"
#include "outer_products.hpp"

namespace ctnn {
namespace detail {

/// As many rows at once as leave their part of dy in the first cache.
inline constexpr int rows_at_once = 128;

/// x (rows, k), dy (rows, n) -> y (k, n), of that the rows [first, end); y has something already if `more`. What comes
/// out is the receiver's, if there is one: in tiles, or all at once where a sum is made in several parts.
template<class Target, int K, int N>
[[gnu::noinline]] void multiply_transposed(const float* x, const float* dy, float* y, int rows, bool more, int first,
                                           int end, const tile_receiver* receiver) {
    // one column: as a row, whose vectors go along k
    constexpr bool row = N == 1;
    constexpr int n = row ? K : N;
    const int m = row ? 1 : end - first;
    if constexpr (!row) x += first, y += std::ptrdiff_t(first) * N;
    const int parts = (rows + rows_at_once - 1) / rows_at_once;
    const bool in_tiles = parts == 1 && !more;
    for (int p = 0, r = 0; p < parts; ++p) {
        const int count = (rows - r) / (parts - p);
        const float *const a = row ? dy + r : x + std::ptrdiff_t(r) * K, *const b = row ? x + std::ptrdiff_t(r) * K
                                                                                        : dy + std::ptrdiff_t(r) * N;
        outer_products<Target, n>(
            {a, b, y, m, n, count, 1, row ? 1 : K, n, 0, 0, n, more || p > 0, in_tiles ? receiver : nullptr});
        r += count;
    }
    if (receiver && !in_tiles) receiver->take(*receiver, y, n, y, n, m, n);
}

/// `runs` runs, whose operands are each_x and each_dy apart.
template<class D, class Target, class Team = alone>
CTNN_INLINE inline void run_matmul_weights(const float* const* x, float* y, int runs, int each_x, int each_dy,
                                           const Team& t = {}, const tile_receiver* receiver = nullptr) {
    constexpr int k = D::value.op.out[0], n = D::value.op.out[1], rows = int(D::value.in[0].size()) / k;
    const part_of_all own = t.part(k, n == 1 ? k : outer_unit(n, hardware_of<Target>));
    const int first = int(own.first), end = int(own.end);
    if (first == end) return;
    if (each_x == rows * k && each_dy == rows * n) {
        multiply_transposed<Target, k, n>(x[0], x[1], y, rows * runs, false, first, end, receiver);
        return;
    }
    for (int r = 0; r < runs; ++r)
        multiply_transposed<Target, k, n>(x[0] + std::ptrdiff_t(r) * each_x, x[1] + std::ptrdiff_t(r) * each_dy, y,
                                          rows, r > 0, first, end, r + 1 == runs ? receiver : nullptr);
}

} // namespace detail

template<>
struct kernel<ops::op_kind::matmul_weights> {
    template<class D, class Target>
    CTNN_INLINE static void run(const float* const* x, float* y) {
        constexpr const descriptor& d = D::value;
        for (int t = 0; t < d.op.times; ++t) {
            const float* const at[] = {x[0] + std::ptrdiff_t(t) * d.each[0], x[1] + std::ptrdiff_t(t) * d.each[1]};
            detail::run_matmul_weights<D, Target>(at, y + std::size_t(t) * d.op.out.size(), 1, 0, 0);
        }
    }
};

template<>
struct across_kernel<ops::op_kind::matmul_weights> {
    template<class D, class Target, class Team = alone>
    CTNN_INLINE static void run(const float* const* x, float* y, int runs, const Team& t = {},
                                const detail::tile_receiver* receiver = nullptr) {
        detail::run_matmul_weights<D, Target>(x, y, runs, D::value.each[0], D::value.each[1], t, receiver);
    }
};

} // namespace ctnn

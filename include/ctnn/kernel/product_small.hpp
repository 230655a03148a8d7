/// A product of one row whose weights are in the nearest cache: extents are constants, the activation is in the
/// registers, since calls and loops would take a good part of the time.
#pragma once
#include "../shape/inline.hpp"
#include "product_columns.hpp"
#include "product_row.hpp"

namespace ctnn::detail {

/// All columns in one slice, and not so many rows that their number does not matter.
constexpr bool is_small_product(int k, int n, int lanes) { return n <= row_vectors * lanes && k <= 96; }

/// Hardly more than a call: belongs where it is used.
constexpr bool is_tiny_product(int k, int n, int lanes) { return k * ((n + lanes - 1) / lanes) <= 32; }

/// Step: from row to row of the weights.
template<class Target, int K, int N, int Step, product_epilogue E>
CTNN_INLINE inline void tiny_product(const float* x, const float* w, const float* bias, const float* residual,
                                     float* y) {
    constexpr int L = simd::batch<Target>::size;
    constexpr bool packed = Step != N;
    constexpr product_cut cut(N, packed, row_vectors, L);
    product_slice s{x, w, bias, residual, y, 1, K, K, Step, N, N - (cut.overlaps ? N % L : 0) - (cut.vectors - 1) * L};
    row_of_slice<Target, cut.vectors, E, cut.part>(s, every_row<K>{x, w, K, Step});
    if constexpr (cut.overlaps) {
        s.last = L, s.residual = residual + (N - L), s.y = y + (N - L), s.bias = bias + (N - L);
        row_of_slice<Target, 1, E, product_part::whole>(s, every_row<K>{x, w + (N - L), K, Step});
    }
}
template<class Target, int K, int N, int Step, product_epilogue E>
[[gnu::noinline]] void small_product(const float* x, const float* w, const float* bias, const float* residual,
                                     float* y) {
    tiny_product<Target, K, N, Step, E>(x, w, bias, residual, y);
}

} // namespace ctnn::detail

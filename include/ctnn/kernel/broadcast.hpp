/// y = f(a, b, ...), element by element, the operands broadcast to y: the kernel behind zip and scale_shift.
#pragma once
#include "../shape/inline.hpp"
#include "box.hpp"

namespace ctnn::detail {

/// One row: y[i] = F(x[k][i], ...), where x[k] is one number for the whole row unless bit k of Moves is set.
template<class B, class F, unsigned Moves, int... K>
CTNN_INLINE inline void broadcast_row(const float* const* x, float* y, int n, std::integer_sequence<int, K...>) {
    constexpr int L = B::size;
    // -ffast-math lets clang drop an infinity that a float argument holds: numbers stay in registers
    const B same[] = {(Moves >> K & 1 ? B(0.f) : B(*x[K]))...};
    int i = 0;
    for (; i + L <= n; i += L) simd::store(y + i, F::of((Moves >> K & 1 ? simd::load<B>(x[K] + i) : same[K])...));
    if (i < n)
        simd::store_first(y + i, n - i, F::of((Moves >> K & 1 ? simd::load_first<B>(x[K] + i, n - i) : same[K])...));
}

template<class Target, class F, unsigned Moves, int K>
[[gnu::noinline]] void broadcast_rows(const float* const* x, float* y, const box_axis<K>* axis, int rank) {
    const int n = axis[rank - 1].n;
    for_each_position(axis, rank - 1, [&](const int* at) {
        const float* row[K];
        for (int k = 0; k < K; ++k) row[k] = x[k] + at[k];
        broadcast_row<simd::batch<Target>, F, Moves>(row, y, n, std::make_integer_sequence<int, K>{});
        y += n;
    });
}

template<class Target, class F, unsigned Moves, int K>
[[gnu::noinline]] void broadcast_one_row(const float* const* x, float* y, int n) {
    broadcast_row<simd::batch<Target>, F, Moves>(x, y, n, std::make_integer_sequence<int, K>{});
}

/// y has all elements of the box, in order. F::of takes a batch of each of the K operands.
template<class Build, class Target, class F, int K>
CTNN_INLINE inline void broadcast(const float* const* x, float* y) {
    constexpr box_builder<K> b = [] {
        box_builder<K> all = Build::value();
        all.merge();
        return all;
    }();
    constexpr int r = b.rank;
    constexpr unsigned moves = [] {
        unsigned m = 0;
        for (int k = 0; k < K; ++k) m |= unsigned(b.axis[r - 1].step[k] != 0) << k;
        return m;
    }();
    if constexpr (r == 1)
        broadcast_one_row<Target, F, moves, K>(x, y, b.axis[0].n);
    else
        broadcast_rows<Target, F, moves>(x, y, held_box<b.template result<r>()>, r);
}

} // namespace ctnn::detail

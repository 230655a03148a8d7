/// Elements from one place to another, in boxes: the one kernel behind slice, concat, reverse, permute, repeat and
/// copy. The first operand of the box is where they come from, the second where they go.
#pragma once
#include "../shape/inline.hpp"
#include "box.hpp"
#include <cstring>

namespace ctnn::detail {

/// n elements that lie together on both sides. The last vector overlaps the one before it.
template<class B>
CTNN_INLINE inline void move_run(const float* __restrict x, float* __restrict y, int n) {
    constexpr int L = B::size;
    const auto ends = [&]<int N>(std::integral_constant<int, N>) CTNN_INLINE {
        struct part {
            float of[N];
        } first, last;
        std::memcpy(&first, x, sizeof first), std::memcpy(&last, x + n - N, sizeof last);
        std::memcpy(y, &first, sizeof first), std::memcpy(y + n - N, &last, sizeof last);
    };
    if (n >= L) {
        for (int i = 0; i + L < n; i += L) simd::store(y + i, simd::load<B>(x + i));
        simd::store(y + n - L, simd::load<B>(x + n - L));
    } else if (L > 8 && n >= 8)
        ends(std::integral_constant<int, 8>{});
    else if (L > 4 && n >= 4)
        ends(std::integral_constant<int, 4>{});
    else
        for (int i = 0; i < n; ++i) y[i] = x[i];
}

/// n times the same element.
template<class B>
CTNN_INLINE inline void move_one(const float* __restrict x, float* __restrict y, int n) {
    constexpr int L = B::size;
    const B v(x[0]);
    if (n < L) {
        y[0] = x[0], y[n - 1] = x[0]; // two are the common case
        for (int i = 1; i + 1 < n; ++i) y[i] = x[0];
        return;
    }
    for (int i = 0; i + L < n; i += L) simd::store(y + i, v);
    simd::store(y + n - L, v);
}

/// What the last axes of a box look like.
enum class move_kind {
    run,       // together on both sides
    one,       // the same element, to neighbours
    transpose, // neighbours of the axis before the last one go to neighbours of the last one
    element,   // anything else
};

/// y[a][b] = x[b][a] for na x nb elements, in tiles that fit the first cache on both sides.
CTNN_INLINE inline void move_transposed(const float* __restrict x, std::ptrdiff_t x_step, float* __restrict y,
                                        std::ptrdiff_t y_step, int na, int nb) {
    constexpr int tile = 32;
    for (int b0 = 0; b0 < nb; b0 += tile) {
        const int b_end = b0 + tile < nb ? b0 + tile : nb;
        int a = 0;
        for (; a + 4 <= na; a += 4) {
            int b = b0;
            for (; b + 4 <= b_end; b += 4) simd::transpose_4x4(x + b * x_step + a, x_step, y + a * y_step + b, y_step);
            for (; b < b_end; ++b)
                for (int i = 0; i < 4; ++i) y[(a + i) * y_step + b] = x[b * x_step + a + i];
        }
        for (; a < na; ++a)
            for (int b = b0; b < b_end; ++b) y[a * y_step + b] = x[b * x_step + a];
    }
}

template<class Target, move_kind Kind>
[[gnu::noinline]] void move_box(const float* x, float* y, const box_axis<2>* axis, int rank) {
    using B = simd::batch<Target>;
    const box_axis<2> last = axis[rank - 1];
    for_each_position(axis, rank - (Kind == move_kind::transpose ? 2 : 1), [&](const int* at) {
        const float* a = x + at[0];
        float* b = y + at[1];
        if constexpr (Kind == move_kind::run)
            move_run<B>(a, b, last.n);
        else if constexpr (Kind == move_kind::one)
            move_one<B>(a, b, last.n);
        else if constexpr (Kind == move_kind::transpose)
            move_transposed(a, last.step[0], b, axis[rank - 2].step[1], axis[rank - 2].n, last.n);
        else
            for (int i = 0; i < last.n; ++i) b[i * last.step[1]] = a[i * last.step[0]];
    });
}

using move_builder = box_builder<2>;

/// Merged, and for a transposition with the axis that lies together at its source right before the last one.
constexpr move_builder ordered(move_builder b) {
    b.merge();
    const int last = b.rank - 1;
    if (b.axis[last].step[1] != 1 || b.axis[last].step[0] <= 1) return b;
    for (int d = last - 1; d >= 0; --d)
        if (b.axis[d].step[0] == 1) {
            const box_axis<2> together = b.axis[d];
            for (int i = d; i + 1 < last; ++i) b.axis[i] = b.axis[i + 1];
            b.axis[last - 1] = together;
            break;
        }
    return b;
}
constexpr move_kind kind_of(const move_builder& b) {
    const box_axis<2>& last = b.axis[b.rank - 1];
    if (last.n == 1 || (last.step[0] == 1 && last.step[1] == 1)) return move_kind::run;
    if (last.step[1] != 1) return move_kind::element;
    if (last.step[0] == 0) return move_kind::one;
    return last.step[0] > 1 && b.rank > 1 && b.axis[b.rank - 2].step[0] == 1 ? move_kind::transpose
                                                                             : move_kind::element;
}

/// Runs the box that `Build` (a type with a static value() that gives a move_builder) describes.
template<class Build, class Target>
CTNN_INLINE inline void move(const float* x, float* y) {
    constexpr move_builder b = ordered(Build::value());
    constexpr move_kind kind = kind_of(b);
    if constexpr (b.rank == 1 && kind == move_kind::run)
        std::memcpy(y, x, std::size_t(b.axis[0].n) * sizeof(float));
    else
        move_box<Target, kind>(x, y, held_box<b.template result<b.rank>()>, b.rank);
}

} // namespace ctnn::detail

/// Boxes of elements with a step along each axis: how data movement and broadcasts run, whatever the operation. The
/// axes are put together as far as the steps allow while the program is compiled; what is left are a few loops around
/// runs of elements.
#pragma once
#include "../shape/inline.hpp"
#include "kernel.hpp"
#include "simd.hpp"

namespace ctnn::detail {

/// One axis: its extent, and how far each of K operands moves along it.
template<int K>
struct box_axis {
    int n = 1;
    int step[K] = {};
    constexpr bool operator==(const box_axis&) const = default;
};

/// R axes, the last one runs fastest. Structural: equal boxes are one object (held_box).
template<int K, int R>
struct box {
    box_axis<K> axis[R];
};
template<box B>
inline constexpr const auto& held_box = B.axis; // a template parameter object: one for equal boxes

/// Room for every axis while a box is put together; `repeat` makes two of each.
template<int K>
struct box_builder {
    box_axis<K> axis[2 * max_rank + 1] = {};
    int rank = 0;

    constexpr void push(int n, const int (&step)[K]) {
        if (n == 1) return;
        box_axis<K> a{n};
        for (int k = 0; k < K; ++k) a.step[k] = step[k];
        axis[rank++] = a;
    }
    /// Neighbours that every operand walks through as if they were one axis become one.
    constexpr void merge() {
        int kept = 0;
        for (int d = 0; d < rank; ++d) {
            bool one = kept > 0;
            for (int k = 0; one && k < K; ++k) one = axis[kept - 1].step[k] == axis[d].step[k] * axis[d].n;
            if (!one) {
                axis[kept++] = axis[d];
                continue;
            }
            const int n = axis[kept - 1].n * axis[d].n;
            axis[kept - 1] = axis[d];
            axis[kept - 1].n = n;
        }
        rank = kept;
        if (rank == 0) axis[rank++] = {}; // a single element
    }
    template<int R>
    constexpr box<K, R> result() const {
        box<K, R> b{};
        for (int d = 0; d < R; ++d) b.axis[d] = axis[d];
        return b;
    }
};

/// Calls f(offset of each operand) for every position along the first `rank` axes, the last of them fastest: that one
/// is a plain loop.
template<int K, class F>
CTNN_INLINE inline void for_each_position(const box_axis<K>* axis, int rank, const F& f) {
    const box_axis<K> last = rank > 0 ? axis[rank - 1] : box_axis<K>{};
    int at[2 * max_rank + 1] = {}, offset[K] = {};
    for (;;) {
        int inner[K];
        for (int k = 0; k < K; ++k) inner[k] = offset[k];
        for (int i = 0; i < last.n; ++i) {
            f(inner);
            for (int k = 0; k < K; ++k) inner[k] += last.step[k];
        }
        int d = rank - 2;
        for (; d >= 0; --d) {
            for (int k = 0; k < K; ++k) offset[k] += axis[d].step[k];
            if (++at[d] < axis[d].n) break;
            for (int k = 0; k < K; ++k) offset[k] -= at[d] * axis[d].step[k];
            at[d] = 0;
        }
        if (d < 0) return;
    }
}

} // namespace ctnn::detail

/// The input of a block of Winograd tiles transformed: v (positions, tiles, c).
#pragma once
#include "../shape/inline.hpp"
#include "winograd_block.hpp"
#include "winograd_transform.hpp"

namespace ctnn::detail {

/// Half of the input's transform, down the columns: to (columns, a, lanes) from a rows of x; those that are padding are
/// null. [first, last): the columns that are in x.
template<class B, int M, bool Inside>
CTNN_INLINE inline void winograd_columns(const float* const* rows, int c, int first, int last, int columns, float* to) {
    constexpr int a = M + 2, L = B::size;
    int step[a];
    const float* from[a];
    for (int r = 0; r < a; ++r) step[r] = rows[r] ? c : 0;
    alignas(64) const float zeros[L] = {};
    for (int r = 0; r < a; ++r) from[r] = rows[r] ? rows[r] : zeros;
    const auto clear = [&](int begin, int end) CTNN_INLINE {
        for (int i = begin * a; i < end * a; ++i) simd::store(to + std::ptrdiff_t(i) * L, B(0.f));
    };
    clear(0, first);
    for (int j = first, at = 0; j < last; ++j, at += c) {
        B d[a], t[a];
#pragma GCC unroll 6
        for (int r = 0; r < a; ++r) d[r] = simd::load<B>(from[r] + (Inside ? at : (j - first) * step[r]));
        winograd_input<M>(d, t);
#pragma GCC unroll 6
        for (int r = 0; r < a; ++r) simd::store(to + (std::ptrdiff_t(j) * a + r) * L, t[r]);
    }
    clear(last, columns);
}

/// v (positions, tiles, c) of the tiles [row, row + block) x [column, column + block).
template<class Target, int M>
[[gnu::noinline]] void winograd_input_plane(const winograd_shape& s, const winograd_operands& o, int row, int column) {
    using B = simd::batch<Target>;
    constexpr int a = M + 2, L = B::size;
    const winograd_plan& p = s.p;
    // in registers of their own: the compiler takes every store of a vector for a change of all else
    const std::ptrdiff_t v_step = p.v_step;
    const int left = column * M - s.before[1], c = p.c, strip = p.strip, columns = p.block[1];
    const int first = left < 0 ? -left : 0, rest = s.in[1] - left;
    const int last = rest < 0 ? first : rest < strip ? rest : strip;
    for (int i = 0; i < p.block[0]; ++i)
        for (int channel = 0; channel < c; channel += L) {
            const int top = (row + i) * M - s.before[0];
            const float* rows[a];
            bool inside = true;
            for (int r = 0; r < a; ++r) {
                const bool is = top + r >= 0 && top + r < s.in[0];
                inside = inside && is;
                rows[r] = is ? o.x + (std::ptrdiff_t(top + r) * s.in[1] + left + first) * c + channel : nullptr;
            }
            if (inside)
                winograd_columns<B, M, true>(rows, c, first, last, strip, o.strip);
            else
                winograd_columns<B, M, false>(rows, c, first, last, strip, o.strip);
            float* to = o.v + std::ptrdiff_t(i) * p.block[1] * c + channel;
            for (int j = 0; j < columns; ++j, to += c) {
                float* at = to;
                const float* const from = o.strip + std::ptrdiff_t(j) * M * a * L;
#pragma GCC unroll 6
                for (int r = 0; r < a; ++r) {
                    B d[a], t[a];
#pragma GCC unroll 6
                    for (int k = 0; k < a; ++k) d[k] = simd::load<B>(from + (k * a + r) * L);
                    winograd_input<M>(d, t);
#pragma GCC unroll 6
                    for (int k = 0; k < a; ++k) simd::store(at + k * v_step, t[k]);
                    at = simd::reread(at + a * v_step); // one address, not as many as there are positions
                }
            }
        }
}

/// The same along a single axis.
template<class Target, int M>
[[gnu::noinline]] void winograd_input_line(const winograd_shape& s, const winograd_operands& o, int, int column) {
    using B = simd::batch<Target>;
    constexpr int a = M + 2, L = B::size;
    const winograd_plan& p = s.p;
    alignas(64) const float zeros[L] = {};
    const int c = p.c, gap = s.gap, n = s.in[1], before = s.before[1], columns = p.block[1];
    const std::ptrdiff_t v_step = p.v_step;
    const float* const x = o.x;
    float* to = o.v;
    winograd_line at(gap, M, column);
    for (int j = 0; j < columns; ++j, to += c, at.next(M)) {
        const int begin = at.begin - before;
        const float* from = x + std::ptrdiff_t(begin) * c;
        const bool inside = begin >= 0 && begin + (a - 1) * gap < n;
        for (int channel = 0; channel < c; channel += L) {
            B d[a], t[a];
            if (inside) {
#pragma GCC unroll 6
                for (int k = 0; k < a; ++k) d[k] = simd::load<B>(from + channel + std::ptrdiff_t(k) * gap * c);
            } else {
#pragma GCC unroll 6
                for (int k = 0; k < a; ++k) {
                    const int here = begin + k * gap;
                    d[k] = simd::load<B>(here >= 0 && here < n ? from + channel + std::ptrdiff_t(k) * gap * c : zeros);
                }
            }
            winograd_input<M>(d, t);
#pragma GCC unroll 6
            for (int k = 0; k < a; ++k) simd::store(to + channel + k * v_step, t[k]);
        }
    }
}

} // namespace ctnn::detail

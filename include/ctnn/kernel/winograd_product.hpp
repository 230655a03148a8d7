/// y (rows, f) = v (rows, c) . u (c, f) for every position of a block of Winograd tiles, in register tiles. y may be v.
#pragma once
#include "../program/winograd_plan.hpp"
#include "../shape/inline.hpp"
#include "simd.hpp"
#include <cstddef>

namespace ctnn::detail {

/// The products of all positions. A panel of u has the columns of a register tile.
struct winograd_products {
    int positions, rows, c, panels;
    std::ptrdiff_t v_step, y_step, y_row;      ///< from position to position; from row to row of y
    std::ptrdiff_t u_row, u_position, u_panel; ///< from channel to channel, ...
};

/// R rows of v (rows, c) times one panel of u (c, NV vectors). `ahead`: c lines of memory to have in the cache soon.
/// C: c if it is known, so that R rows need no more than one address; else 0. Part: channels that are summed by
/// themselves.
template<class B, int R, int NV, int C, int Part, bool Ahead>
CTNN_INLINE inline void product_of_rows(int c, const float* v, const float* u, std::ptrdiff_t u_row, const float* ahead,
                                        float* y, std::ptrdiff_t y_row) {
    constexpr int L = B::size;
    constexpr bool whole = Part == 0;
    const int channels = C ? C : c;
    alignas(64) float so_far[whole ? 1 : R * NV * L]; // not in y, which may be v
    B sum[R][NV];
    for (int first = 0; first < channels;) {
#pragma GCC unroll 16
        for (int r = 0; r < R; ++r)
#pragma GCC unroll 4
            for (int n = 0; n < NV; ++n) sum[r][n] = B(0.f);
        const int end = whole || channels - first <= Part ? channels : first + Part;
#pragma GCC unroll 2
        for (int k = first; k < end; ++k, u += u_row) {
            if constexpr (Ahead) simd::prefetch(ahead + k * L);
            B row[NV];
#pragma GCC unroll 4
            for (int n = 0; n < NV; ++n) row[n] = simd::load<B>(u + n * L);
#pragma GCC unroll 16
            for (int r = 0; r < R; ++r) {
                const B a(v[r * std::ptrdiff_t(channels) + k]);
#pragma GCC unroll 4
                for (int n = 0; n < NV; ++n) sum[r][n] = simd::fma(a, row[n], sum[r][n]);
            }
        }
        if constexpr (!whole) {
            const bool adds = first != 0, goes_on = end != channels;
#pragma GCC unroll 16
            for (int r = 0; r < R; ++r)
#pragma GCC unroll 4
                for (int n = 0; n < NV; ++n) {
                    float* const at = so_far + (r * NV + n) * L;
                    if (adds) sum[r][n] += simd::load<B>(at);
                    if (goes_on) simd::store(at, sum[r][n]);
                }
        }
        first = end;
    }
#pragma GCC unroll 16
    for (int r = 0; r < R; ++r)
#pragma GCC unroll 4
        for (int n = 0; n < NV; ++n) simd::store(y + r * y_row + n * L, sum[r][n]);
}

/// The last register tile of rows overlaps the one before it.
/// Ahead: whether there are so many weights that they do not stay in the first-level cache.
template<class Target, product_tile_shape S, int C, int Part, bool Ahead>
[[gnu::noinline]] void winograd_multiply(const winograd_products& p, const float* v, const float* u, float* y) {
    using B = simd::batch<Target>;
    constexpr int L = B::size, R = S.rows, NV = S.vectors;
    const winograd_products q = p; // no store of a vector changes that
    const int c = C ? C : q.c;
    for (int at = 0; at < q.positions; ++at, v += q.v_step, y += q.y_step)
        for (int panel = 0; panel < q.panels; ++panel) {
            const bool last = panel + 1 == q.panels;
            const float* const from = u + at * q.u_position + panel * q.u_panel;
            const float* ahead = last ? u + (at + 1 == q.positions ? at : at + 1) * q.u_position : from + q.u_panel;
            for (int i = 0; i < q.rows; i += R, ahead += c * L) {
                const int r = i + R > q.rows ? q.rows - R : i;
                product_of_rows<B, R, NV, C, Part, Ahead>(c, v + std::ptrdiff_t(r) * c, from, q.u_row, ahead,
                                                          y + r * q.y_row + panel * NV * L, q.y_row);
            }
        }
}

} // namespace ctnn::detail

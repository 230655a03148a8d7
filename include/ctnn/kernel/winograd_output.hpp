/// The products of a block of Winograd tiles transformed back: outputs, with what follows the sum.
#pragma once
#include "../shape/inline.hpp"
#include "maximum.hpp"
#include "tile_ending.hpp"
#include "winograd_block.hpp"
#include "winograd_transform.hpp"

namespace ctnn::detail {

/// One tile and vector of filters back into outputs. `from` (positions): its products. rows, columns: how many of the
/// outputs there are; all M of them if Whole.
template<class B, int M, tile_ending E, int Pool, bool Whole>
CTNN_INLINE inline void winograd_tile_of_plane(const float* from, std::ptrdiff_t step, B bias, const float* residual,
                                               float* y, std::ptrdiff_t row, std::ptrdiff_t column, int rows,
                                               int columns) {
    constexpr int a = M + 2;
    B half[M][a];
#pragma GCC unroll 6
    for (int r = 0; r < a; ++r) {
        B d[a], t[M];
#pragma GCC unroll 6
        for (int k = 0; k < a; ++k) d[k] = simd::load<B>(from + k * step);
        from = simd::reread(from + a * step); // one address, not as many as there are positions
        winograd_output<M>(d, t);
#pragma GCC unroll 4
        for (int k = 0; k < M; ++k) half[k][r] = t[k];
    }
    if constexpr (Pool == 2) {
#pragma GCC unroll 2
        for (int k = 0; k < M; k += 2, y += column) {
            if (!Whole && k >= columns) break;
            B t[2][M];
            winograd_output<M>(half[k], t[0]);
            winograd_output<M>(half[k + 1], t[1]);
#pragma GCC unroll 2
            for (int r = 0; r < M; r += 2) {
                if (!Whole && r >= rows) break;
                const auto largest = [&](int i) CTNN_INLINE {
                    return simd::max_or_nan(simd::apply<E.f>(t[0][i] + bias), simd::apply<E.f>(t[1][i] + bias));
                };
                simd::store(y + r / 2 * row, simd::max_or_nan(largest(r), largest(r + 1)));
            }
        }
    } else {
#pragma GCC unroll 4
        for (int k = 0; k < M; ++k) {
            if (!Whole && k >= columns) break;
            B t[M];
            winograd_output<M>(half[k], t);
#pragma GCC unroll 4
            for (int r = 0; r < M; ++r) {
                if (!Whole && r >= rows) break;
                simd::store(y + r * row,
                            ended<E>(t[r] + bias, [&]() CTNN_INLINE { return simd::load<B>(residual + r * row); }));
            }
            y = simd::reread(y + column);
            if constexpr (E.residual) residual = simd::reread(residual + column);
        }
    }
}

/// y of the tiles [row, row + block) x [column, column + block).
template<class Target, int M, tile_ending E, int Pool>
[[gnu::noinline]] void winograd_output_plane(const winograd_shape& s, const winograd_operands& o, int row, int column) {
    using B = simd::batch<Target>;
    constexpr int L = B::size;
    const winograd_plan& p = s.p;
    const int filters = p.f, height = s.out[0], width = s.out[1], last_row = row + p.block[0],
              last_column = column + p.block[1];
    const std::ptrdiff_t y_row = std::ptrdiff_t(width / Pool) * filters, y_step = p.y_step;
    const float *from = o.products, *const bias = o.bias, *const residual = o.residual;
    float* const y = o.y;
    for (int i = row; i < last_row; ++i)
        for (int j = column; j < last_column; ++j, from += filters) {
            const int rows = height - i * M, columns = width - j * M;
            const std::ptrdiff_t to = i * M / Pool * y_row + std::ptrdiff_t(j * M / Pool) * filters;
            const auto all = [&]<bool Whole>() CTNN_INLINE {
                for (int f = 0; f < filters; f += L)
                    winograd_tile_of_plane<B, M, E, Pool, Whole>(
                        from + f, y_step, bias ? simd::load<B>(bias + f) : B(0.f),
                        E.residual ? residual + to + f : nullptr, y + to + f, y_row, filters, rows, columns);
            };
            if (rows >= M && columns >= M)
                all.template operator()<true>();
            else
                all.template operator()<false>();
        }
}

template<class Target, int M, tile_ending E>
[[gnu::noinline]] void winograd_output_line(const winograd_shape& s, const winograd_operands& o, int, int column) {
    using B = simd::batch<Target>;
    constexpr int a = M + 2, L = B::size;
    const winograd_plan& p = s.p;
    const int gap = s.gap, filters = p.f, outputs = s.out[1], columns = p.block[1];
    const std::ptrdiff_t y_step = p.y_step;
    const float *from = o.products, *const residual = o.residual;
    float* const y = o.y;
    winograd_line at(gap, M, column);
    for (int j = 0; j < columns; ++j, from += filters, at.next(M)) {
        const int left = outputs - at.begin;
        const bool all = left > (M - 1) * gap;
        for (int f = 0; f < filters; f += L) {
            const B bias = o.bias ? simd::load<B>(o.bias + f) : B(0.f);
            B d[a], t[M];
#pragma GCC unroll 6
            for (int k = 0; k < a; ++k) d[k] = simd::load<B>(from + f + k * y_step);
            winograd_output<M>(d, t);
#pragma GCC unroll 4
            for (int k = 0; k < M; ++k) {
                if (!all && k * gap >= left) break;
                const std::ptrdiff_t to = std::ptrdiff_t(at.begin + k * gap) * filters + f;
                simd::store(y + to, ended<E>(t[k] + bias, [&]() CTNN_INLINE { return simd::load<B>(residual + to); }));
            }
        }
    }
}

} // namespace ctnn::detail

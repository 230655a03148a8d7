/// y (space..., f) = pooling(activation(x (space..., c) * w (3 or 3 x 3 taps, c, f) + bias + residual)) by Winograd's
/// filtering, u being the transformed weights: block by block of tiles, the input is transformed into v (positions,
/// tiles, c), multiplied by u, and transformed back; channels lie in the lanes.
#pragma once
#include "../op/sliding.hpp"
#include "each_run.hpp"
#include "maximum.hpp"
#include "registers.hpp"
#include "tile_ending.hpp"
#include "winograd_product.hpp"
#include "winograd_transform.hpp"

namespace ctnn {
namespace detail {

/// What a run reads and writes. bias, residual: null if there is none.
struct winograd_operands {
    const float *x, *u, *bias, *residual;
    float* y;
    float *v, *products, *strip; ///< scratch
};

/// Extents as arguments, so that few functions serve all shapes.
struct winograd_shape {
    winograd_plan p;
    int in[2], out[2], before[2], gap; ///< rows and columns; gap: dilation along a single axis
};

/// Half of the input's transform, down the columns: to (a, columns, lanes) from a rows of x, which lie `row` apart, or
/// where they are padding at `zeros`, which does not move. [first, last): the columns that are in x.
template<class B, int M, bool Inside>
[[gnu::always_inline]] inline void winograd_columns(const float* const* rows, int c, int first, int last, int columns,
                                                    float* to) {
    constexpr int a = M + 2, L = B::size;
    int step[a];
    const float* from[a];
    for (int r = 0; r < a; ++r) step[r] = rows[r] ? c : 0;
    alignas(64) const float zeros[L] = {};
    for (int r = 0; r < a; ++r) from[r] = rows[r] ? rows[r] : zeros;
    const auto clear = [&](int begin, int end) __attribute__((always_inline)) {
        for (int j = begin; j < end; ++j)
            for (int r = 0; r < a; ++r) simd::store(to + (std::ptrdiff_t(r) * columns + j) * L, B(0.f));
    };
    clear(0, first);
    for (int j = first, at = 0; j < last; ++j, at += c) {
        B d[a], t[a];
#pragma GCC unroll 6
        for (int r = 0; r < a; ++r) d[r] = simd::load<B>(from[r] + (Inside ? at : (j - first) * step[r]));
        winograd_input<M>(d, t);
#pragma GCC unroll 6
        for (int r = 0; r < a; ++r) simd::store(to + (std::ptrdiff_t(r) * columns + j) * L, t[r]);
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
                const float* from = o.strip + j * M * L;
#pragma GCC unroll 6
                for (int r = 0; r < a; ++r, from += std::ptrdiff_t(strip) * L) {
                    B d[a], t[a];
#pragma GCC unroll 6
                    for (int k = 0; k < a; ++k) d[k] = simd::load<B>(from + k * L);
                    winograd_input<M>(d, t);
#pragma GCC unroll 6
                    for (int k = 0; k < a; ++k, at += v_step) simd::store(at, t[k]);
                }
            }
        }
}

/// Where the tiles along a single axis begin: at each of `gap` neighbours, then behind the elements of these tiles,
/// which are `gap` apart.
struct winograd_line {
    int gap, begin, left; ///< left: tiles that begin side by side from here

    [[gnu::always_inline]] inline winograd_line(int gap_, int m, int tile)
        : gap(gap_), begin(tile / gap_ * gap_ * m + tile % gap_), left(gap_ - tile % gap_) {}
    [[gnu::always_inline]] inline void next(int m) {
        ++begin;
        if (--left == 0) begin += gap * (m - 1), left = gap;
    }
};

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

/// One tile and vector of filters back into outputs. `from` (positions): its products. rows, columns: how many of the
/// outputs there are; all M of them if Whole.
template<class B, int M, tile_ending E, int Pool, bool Whole>
[[gnu::always_inline]] inline void winograd_tile_of_plane(const float* from, std::ptrdiff_t step, B bias,
                                                          const float* residual, float* y, std::ptrdiff_t row,
                                                          std::ptrdiff_t column, int rows, int columns) {
    constexpr int a = M + 2;
    B half[M][a];
#pragma GCC unroll 6
    for (int k = 0; k < a; ++k) {
        B d[a], t[M];
#pragma GCC unroll 6
        for (int r = 0; r < a; ++r) d[r] = simd::load<B>(from + (r * a + k) * step);
        winograd_output<M>(d, t);
#pragma GCC unroll 4
        for (int r = 0; r < M; ++r) half[r][k] = t[r];
    }
    if constexpr (Pool == 2) {
#pragma GCC unroll 2
        for (int r = 0; r < M; r += 2) {
            B t[2][M];
            winograd_output<M>(half[r], t[0]);
            winograd_output<M>(half[r + 1], t[1]);
            if (!Whole && r >= rows) break;
#pragma GCC unroll 2
            for (int k = 0; k < M; k += 2) {
                if (!Whole && k >= columns) break;
                const B up = simd::max_or_nan(simd::apply<E.f>(t[0][k] + bias), simd::apply<E.f>(t[0][k + 1] + bias)),
                        down = simd::max_or_nan(simd::apply<E.f>(t[1][k] + bias), simd::apply<E.f>(t[1][k + 1] + bias));
                simd::store(y + r / 2 * row + k / 2 * column, simd::max_or_nan(up, down));
            }
        }
    } else {
#pragma GCC unroll 4
        for (int r = 0; r < M; ++r) {
            if (!Whole && r >= rows) break;
            B t[M];
            winograd_output<M>(half[r], t);
#pragma GCC unroll 4
            for (int k = 0; k < M; ++k) {
                if (!Whole && k >= columns) break;
                const std::ptrdiff_t to = r * row + k * column;
                simd::store(y + to, residual ? ended<E>(t[k] + bias, simd::load<B>(residual + to))
                                             : simd::apply<E.f>(t[k] + bias));
            }
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
            const auto all = [&]<bool Whole>() __attribute__((always_inline)) {
                for (int f = 0; f < filters; f += L)
                    winograd_tile_of_plane<B, M, E, Pool, Whole>(
                        from + f, y_step, bias ? simd::load<B>(bias + f) : B(0.f),
                        residual ? residual + to + f : nullptr, y + to + f, y_row, filters, rows, columns);
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
                simd::store(y + to, residual ? ended<E>(t[k] + bias, simd::load<B>(residual + to))
                                             : simd::apply<E.f>(t[k] + bias));
            }
        }
    }
}

using winograd_stage = void (*)(const winograd_shape&, const winograd_operands&, int row, int column);
using winograd_multiply_function = void (*)(const winograd_products&, const float*, const float*, float*);

/// Blocks; the last ones overlap those before them.
template<class Target>
[[gnu::noinline]] void winograd_blocks(const winograd_shape& s, const winograd_products& products,
                                       const winograd_operands& o, winograd_stage input,
                                       winograd_multiply_function multiply, winograd_stage output) {
    const winograd_plan& p = s.p;
    for (int i = 0; i < p.rows; i += p.block[0])
        for (int j = 0; j < p.columns; j += p.block[1]) {
            const int row = i + p.block[0] > p.rows ? p.rows - p.block[0] : i,
                      column = j + p.block[1] > p.columns ? p.columns - p.block[1] : j;
            input(s, o, row, column);
            multiply(products, o.v, o.u, o.products);
            output(s, o, row, column);
        }
}

template<class D, class Target>
struct winograd_of {
    static constexpr const descriptor& d = D::value;
    static constexpr int L = simd::batch<Target>::size, panel = d.op.attr.panel;
    static constexpr bool plane = d.op.attr.win.rank == 2;
    static constexpr winograd_shape shape = [] {
        const ops::detail::sliding s(d.op.attr.win, d.in[0], ops::unpooled(d.op).out);
        return winograd_shape{plan_winograd(d.op, d.in[0], d.op.attr.tile, hardware_of<Target>),
                              {s.in[1], s.in[2]},
                              {s.out[1], s.out[2]},
                              {s.before[1], s.before[2]},
                              s.dilation[2]};
    }();
    static constexpr winograd_multiply_function multiply = winograd_multiply < Target, shape.p.tile,
                                                shape.p.c <= 128 ? shape.p.c : 0,
                                                (shape.p.positions * shape.p.c * shape.p.f > 10 * 1024) > ;
    static constexpr winograd_products products = [] {
        const winograd_plan& p = shape.p;
        const int width = p.tile.vectors * L, row = panel ? width : p.f;
        return winograd_products{
            p.positions, p.tiles(), p.c, p.f / width, p.v_step,
            p.y_step,    p.f,       row, p.c * row,   panel ? std::ptrdiff_t(p.positions) * p.c * width : width};
    }();
};

} // namespace detail

template<>
struct kernel<ops::op_kind::winograd> {
    /// scratch: scratch_elements of the operation, aligned as everything of a workspace.
    template<class D, class Target>
    [[gnu::always_inline]] static void run(const float* const* x, float* y, float* scratch) {
        constexpr const descriptor& d = D::value;
        using of = detail::winograd_of<D, Target>;
        constexpr const detail::winograd_plan& p = of::shape.p;
        constexpr detail::tile_ending e = detail::ending_of<D>();
        float* const behind = scratch + std::ptrdiff_t(p.positions) * p.v_step;
        float* const products = p.in_place ? scratch : behind;
        float* const strip = products + std::ptrdiff_t(p.positions) * p.y_step;
        detail::each_run<D>(
            x, y, [&](const float* x, const float* u, const float* bias, const float* residual, float* y) {
                const detail::winograd_operands o{x, u, bias, residual, y, scratch, products, strip};
                if constexpr (of::plane)
                    detail::winograd_blocks<Target>(of::shape, of::products, o,
                                                    detail::winograd_input_plane<Target, p.m>, of::multiply,
                                                    detail::winograd_output_plane<Target, p.m, e, d.op.attr.pool>);
                else
                    detail::winograd_blocks<Target>(of::shape, of::products, o,
                                                    detail::winograd_input_line<Target, p.m>, of::multiply,
                                                    detail::winograd_output_line<Target, p.m, e>);
            });
        detail::apply_rest<Target, d.op.attr.epilogue>(y, d.op.size());
    }
};

} // namespace ctnn

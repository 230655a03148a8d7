/// y (space..., f) = pooling(activation(x (space..., c) * w (taps..., c / groups, f) + bias + residual)): direct, in tiles
/// of output positions x vectors of filters that stay in registers while taps and channels go by.
///
/// A tile knows nothing of borders: rows of taps that lie outside are left out, and where columns may lie outside, rows
/// of x are copied between zeros, once each.
#pragma once
#include "../program/conv_plan.hpp"
#include "each_run.hpp"
#include "epilogue.hpp"
#include "maximum.hpp"
#include "registers.hpp"
#include <cstddef>
#include <cstring>

namespace ctnn {
namespace detail {

/// rows x columns of outputs from column `at` on, one panel of filters. bias, residual: null if there is none.
template<class B, conv_tile_shape S, tile_ending E>
[[gnu::always_inline]] inline void conv_tile(const conv_run* runs, int n, int at, std::ptrdiff_t y_row,
                                             const float* __restrict bias, const float* __restrict residual,
                                             float* __restrict y) {
    constexpr int L = B::size, NV = parts(S.width, L), TH = S.rows, TW = S.columns;
    constexpr bool part = S.width % L != 0 && (S.packed || S.width < L);
    // without padding the last vector overlaps the one before it where the panel is no whole number of vectors
    constexpr auto offset = [](int v) { return part || v + 1 < NV ? v * L : S.width - L; };
    const auto get = [&](const float* p, int v) __attribute__((always_inline)) {
        if (part && v + 1 == NV) return simd::load_first<B>(p + offset(v), S.width - v * L);
        return simd::load<B>(p + offset(v));
    };
    const auto put = [&](float* p, int v, B x) __attribute__((always_inline)) {
        if (part && v + 1 == NV)
            simd::store_first(p + offset(v), S.width - v * L, x);
        else
            simd::store(p + offset(v), x);
    };
    B sum[TH * TW][NV];
#pragma GCC unroll 16
    for (int v = 0; v < NV; ++v) {
        const B b = bias ? get(bias, v) : B(0.f);
#pragma GCC unroll 16
        for (int m = 0; m < TH * TW; ++m) sum[m][v] = b;
    }
    for (int r = 0; r < n; ++r) {
        const float* __restrict w = runs[r].w;
        const float* x[TH];
#pragma GCC unroll 4
        for (int t = 0; t < TH; ++t) x[t] = runs[r].x[t] + std::ptrdiff_t(at) * S.step;
        const auto multiply = [&](int k) __attribute__((always_inline)) {
            B row[NV];
#pragma GCC unroll 16
            for (int v = 0; v < NV; ++v) {
                const float* const from = w + std::ptrdiff_t(k) * S.w;
                row[v] = S.packed ? simd::load<B>(from + v * L) : get(from, v);
            }
            // neighbours read some of the same inputs, and g++ would keep these in registers that it does not have
#pragma GCC unroll 4
            for (int t = 0; t < TH; ++t) x[t] = simd::reread(x[t]);
#pragma GCC unroll 16
            for (int m = 0; m < TH * TW; ++m) {
                const B a(x[m / TW][m % TW * S.step + k]);
#pragma GCC unroll 16
                for (int v = 0; v < NV; ++v) sum[m][v] = simd::fma(a, row[v], sum[m][v]);
            }
        };
        if constexpr (S.k <= 4) {
#pragma GCC unroll 4
            for (int k = 0; k < S.k; ++k) multiply(k);
        } else {
#pragma GCC unroll 2
            for (int k = 0; k < S.k; ++k) multiply(k);
        }
    }
    if constexpr (S.pool == 2) {
#pragma GCC unroll 16
        for (int m = 0; m < TH / 2 * TW / 2; ++m) {
            const int first = m / (TW / 2) * 2 * TW + m % (TW / 2) * 2;
#pragma GCC unroll 16
            for (int v = 0; v < NV; ++v) {
                const auto of = [&](int i) __attribute__((always_inline)) { return simd::apply<E.f>(sum[first + i][v]); };
                put(y + m / (TW / 2) * y_row + std::ptrdiff_t(at / 2 + m % (TW / 2)) * S.f, v,
                    simd::max_or_nan(simd::max_or_nan(of(0), of(1)), simd::max_or_nan(of(TW), of(TW + 1))));
            }
        }
    } else {
#pragma GCC unroll 16
        for (int m = 0; m < TH * TW; ++m)
#pragma GCC unroll 16
            for (int v = 0; v < NV; ++v) {
                const std::ptrdiff_t to = m / TW * y_row + std::ptrdiff_t(at + m % TW) * S.f;
                put(y + to, v, residual ? ended<E>(sum[m][v], get(residual + to, v)) : simd::apply<E.f>(sum[m][v]));
            }
    }
}

/// The same for a single filter, whose weights lie together as the inputs do: vectors along these, a sum for each
/// output.
template<class B, conv_tile_shape S, tile_ending E>
[[gnu::always_inline]] inline void conv_dots(const conv_run* runs, int n, int at, std::ptrdiff_t y_row,
                                             const float* __restrict bias, const float* __restrict residual,
                                             float* __restrict y) {
    constexpr int L = B::size, TH = S.rows, TW = S.columns, whole = S.k / L * L, part = S.k - whole;
    B sum[TH * TW];
#pragma GCC unroll 16
    for (int m = 0; m < TH * TW; ++m) sum[m] = B(0.f);
    for (int r = 0; r < n; ++r) {
        const auto multiply = [&](int k, const auto& get) __attribute__((always_inline)) {
            const B w = get(runs[r].w + k);
#pragma GCC unroll 16
            for (int m = 0; m < TH * TW; ++m)
                sum[m] = simd::fma(get(runs[r].x[m / TW] + std::ptrdiff_t(at + m % TW) * S.step + k), w, sum[m]);
        };
        for (int k = 0; k < whole; k += L)
            multiply(
                k, [](const float* p) __attribute__((always_inline)) { return simd::load<B>(p); });
        if constexpr (part > 0)
            multiply(
                whole, [](const float* p) __attribute__((always_inline)) { return simd::load_first<B>(p, part); });
    }
    float total[TH * TW];
#pragma GCC unroll 16
    for (int m = 0; m < TH * TW; ++m) total[m] = simd::reduce_add(sum[m]);
    const B b = bias ? B(bias[0]) : B(0.f);
    for (int t = 0; t < TH; ++t)
        for (int i = 0; i < TW; i += L) {
            const int count = TW - i < L ? TW - i : L;
            const std::ptrdiff_t to = t * y_row + at + i;
            const B v = simd::load_first<B>(total + t * TW + i, count) + b;
            simd::store_first(y + to, count,
                              residual ? ended<E>(v, simd::load_first<B>(residual + to, count)) : simd::apply<E.f>(v));
        }
}

/// All columns of `rows` rows of y; the last tile overlaps the one before it.
template<class Target, conv_tile_shape S, tile_ending E>
[[gnu::noinline]] void conv_band(const conv_run* runs, int n, int columns, std::ptrdiff_t y_row, const float* bias,
                                 const float* residual, float* y) {
    using B = simd::batch<Target>;
    for (int i = 0; i < columns; i += S.columns) {
        const int at = i + S.columns > columns ? columns - S.columns : i;
        if constexpr (S.f == 1 && 4 * S.k >= B::size)
            conv_dots<B, S, E>(runs, n, at, y_row, bias, residual, y);
        else
            conv_tile<B, S, E>(runs, n, at, y_row, bias, residual, y);
    }
}
using conv_band_function = void (*)(const conv_run*, int, int, std::ptrdiff_t, const float*, const float*, float*);

/// The rows of x that tiles read, with zeros left and right. (Inlined, as everything that is not keyed by the target.)
struct conv_rows {
    const conv_plan& p;
    const float* x;
    float* rows;   ///< copies
    int* held;     ///< ring: which row is where
    int first = 0; ///< input column that the block begins with

    [[gnu::always_inline]] inline void begin_block(int column) {
        first = column * p.s.stride[2] - p.s.before[2];
        for (int i = 0, n = p.copied_rows(); i < n; ++i) held[i] = -1;
        std::memset(rows, 0, std::size_t(p.copied_rows()) * std::size_t(p.row_floats()) * sizeof(float));
    }
    /// Row y of plane z; `slot`: where its copy goes if there is no ring.
    [[gnu::always_inline]] inline const float* get(int z, int y, int slot) {
        const int row = z * p.s.in[1] + y, width = p.s.in[2];
        const float* from = x + (std::ptrdiff_t(row) * width + first) * p.channels;
        if (!p.copies) return from;
        if (p.ring) slot = z % p.slots[0] * p.slots[1] + y % p.slots[1];
        float* to = rows + std::ptrdiff_t(slot) * p.row_floats();
        if (p.ring && held[slot] == row) return to;
        held[slot] = row;
        const int begin = first < 0 ? -first : 0, end = width - first < p.padded ? width - first : p.padded;
        if (begin < end)
            std::memcpy(to + begin * p.channels, from + begin * p.channels,
                        std::size_t(end - begin) * std::size_t(p.channels) * sizeof(float));
        return to;
    }
};

/// The runs of the taps that lie in x, for the outputs (z, y...) of a tile's rows; returns how many there are.
/// w: of the panel, `row` from row to row of it.
[[gnu::always_inline]] inline int conv_runs(conv_run* runs, conv_rows& rows, const float* zeros, int z, int y,
                                            const float* w, int row, int channel) {
    const conv_plan& p = rows.p;
    const auto& s = p.s;
    int n = 0;
    for (int k = 0; k < s.size[0]; ++k) {
        const int at_z = z * s.stride[0] - s.before[0] + k * s.dilation[0];
        if (at_z < 0 || at_z >= s.in[0]) continue;
        for (int j = 0; j < s.size[1]; ++j) {
            const float* x[max_tile_rows];
            bool any = false;
            for (int t = 0; t < p.tile.rows; ++t) {
                const int at_y = (y + t) * s.stride[1] - s.before[1] + j * s.dilation[1];
                const bool inside = at_y >= 0 && at_y < s.in[1];
                any |= inside;
                x[t] = inside ? rows.get(at_z, at_y, (k * s.size[1] + j) * p.tile.rows + t) + channel : zeros;
            }
            if (!any) continue;
            const float* to = w + std::ptrdiff_t(k * s.size[1] + j) * s.size[2] * p.c * row;
            for (int i = 0; i < p.runs; ++i, ++n) {
                runs[n].w = to + std::ptrdiff_t(i) * p.c * row;
                for (int t = 0; t < p.tile.rows; ++t) runs[n].x[t] = x[t] + i * s.dilation[2] * p.channels;
            }
        }
    }
    return n;
}

/// Panel by panel, so that weights are read once and stay near; then row by row. last: for the last panel.
template<class Target>
[[gnu::noinline]] void convolve(const conv_plan& p, conv_band_function band, conv_band_function last, const float* x,
                                const float* w, const float* bias, const float* residual, float* y, float* scratch) {
    const auto& s = p.s;
    conv_run* runs = reinterpret_cast<conv_run*>(scratch);
    float* zeros = reinterpret_cast<float*>(runs + p.taps_rows() * p.runs);
    float* copies = zeros + (p.zero_row ? p.row_floats() : 0);
    conv_rows rows{p, x, copies, reinterpret_cast<int*>(copies + std::ptrdiff_t(p.copied_rows()) * p.row_floats())};
    for (float* z = zeros; z < copies; ++z) *z = 0;
    const int own = p.tile.f / p.groups, width = p.tile.width, pool = p.tile.pool;
    const std::ptrdiff_t y_row = std::ptrdiff_t(s.out[2] / pool) * p.tile.f,
                         weights = std::ptrdiff_t(p.taps_rows()) * s.size[2] * p.c * width;
    for (int c = 0; c < s.out[2]; c += p.block) {
        const int column = c + p.block > s.out[2] ? s.out[2] - p.block : c;
        rows.begin_block(column);
        for (int g = 0; g < p.groups; ++g)
            for (int panel = 0; panel < p.panels; ++panel) {
                const bool ends = panel + 1 == p.panels;
                const int filter = g * own + (ends && !p.tile.packed ? own - width : panel * width);
                const float* const from = p.tile.packed ? w + panel * weights : w + filter;
                const int w_row = ends ? p.last_row : p.tile.w;
                const auto run = ends ? last : band;
                for (int z = 0; z < s.out[0]; ++z)
                    for (int r = 0; r < s.out[1]; r += p.tile.rows) {
                        const int row = r + p.tile.rows > s.out[1] ? s.out[1] - p.tile.rows : r;
                        const int n = conv_runs(runs, rows, zeros, z, row, from, w_row, g * p.c);
                        const std::ptrdiff_t to = (std::ptrdiff_t(z) * (s.out[1] / pool) + row / pool) * y_row +
                                                  std::ptrdiff_t(column / pool) * p.tile.f + filter;
                        run(runs, n, p.block, y_row, bias ? bias + filter : nullptr,
                            residual ? residual + to : nullptr, y + to);
                    }
            }
    }
}

/// A convolution, or a depthwise one as one of as many groups as channels.
template<class D, class Target, int Groups>
[[gnu::always_inline]] inline void run_conv(const float* const* x, float* y, float* scratch) {
    constexpr const descriptor& d = D::value;
    static constexpr conv_plan p = plan_conv(d.op, d.in[0], Groups, hardware_of<Target>);
    constexpr tile_ending e = ending_of<D>();
    constexpr conv_band_function band = conv_band<Target, p.tile, e>, last = conv_band<Target, p.last_tile(), e>;
    each_run<D>(x, y, [scratch](const float* x, const float* w, const float* bias, const float* residual, float* y) {
        convolve<Target>(p, band, last, x, w, bias, residual, y, scratch);
    });
    apply_rest<Target, d.op.attr.epilogue>(y, d.op.size());
}

} // namespace detail

template<>
struct kernel<ops::op_kind::conv> {
    template<class D, class Target>
    [[gnu::always_inline]] static void run(const float* const* x, float* y, float* scratch) {
        detail::run_conv<D, Target, D::value.op.attr.groups>(x, y, scratch);
    }
};

} // namespace ctnn

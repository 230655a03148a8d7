/// y (space..., f) = pooling(activation(x (space..., c) * w (taps..., c / groups, f) + bias + residual)): direct, in
/// tiles of output positions x vectors of filters that stay in registers while taps and channels go by.
///
/// A tile knows nothing of borders: rows of taps that lie outside are left out, and tiles with columns outside read
/// copies of rows between zeros; where x is small, all read a copy of it with its padding.
#pragma once
#include "../program/conv_plan.hpp"
#include "each_run.hpp"
#include "maximum.hpp"
#include "registers.hpp"
#include "tile_ending.hpp"
#include <cstddef>
#include <cstring>

namespace ctnn {
namespace detail {

/// What a tile reads and writes: runs of inputs, `x` behind where they say; one panel of weights and its filters' bias,
/// residual and outputs. bias, residual: null if there is none.
struct conv_operands {
    const conv_run* runs;
    int n; ///< runs
    std::ptrdiff_t x, y_row;
    const float *w, *bias, *residual;
    float* y;
};

/// rows x columns of outputs from column `at` on.
template<class B, conv_tile_shape S, tile_ending E>
[[gnu::always_inline]] inline void conv_tile(const conv_operands& o, int at) {
    const float *const bias = o.bias, *const residual = o.residual;
    float* const y = o.y;
    const std::ptrdiff_t y_row = o.y_row;
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
    for (int r = 0; r < o.n; ++r) {
        const float* const w = o.w + std::ptrdiff_t(o.runs[r].row) * S.w;
        const float* x[TH];
#pragma GCC unroll 4
        for (int t = 0; t < TH; ++t) x[t] = o.runs[r].x[t] + (o.x + std::ptrdiff_t(at) * S.step);
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
        if constexpr (S.k <= 9) {
#pragma GCC unroll 9
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
                const auto of = [&](int i) __attribute__((always_inline)) {
                    return simd::apply<E.f>(sum[first + i][v]);
                };
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
[[gnu::always_inline]] inline void conv_dots(const conv_operands& o, int at) {
    constexpr int L = B::size, TH = S.rows, TW = S.columns, whole = S.k / L * L, part = S.k - whole;
    B sum[TH * TW];
#pragma GCC unroll 16
    for (int m = 0; m < TH * TW; ++m) sum[m] = B(0.f);
    for (int r = 0; r < o.n; ++r) {
        const conv_run& run = o.runs[r];
        const auto multiply = [&](int k, const auto& get) __attribute__((always_inline)) {
            const B w = get(o.w + run.row + k);
#pragma GCC unroll 16
            for (int m = 0; m < TH * TW; ++m)
                sum[m] = simd::fma(get(run.x[m / TW] + (o.x + std::ptrdiff_t(at + m % TW) * S.step + k)), w, sum[m]);
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
    const B b = o.bias ? B(o.bias[0]) : B(0.f);
    for (int t = 0; t < TH; ++t)
        for (int i = 0; i < TW; i += L) {
            const int count = TW - i < L ? TW - i : L;
            const std::ptrdiff_t to = t * o.y_row + at + i;
            const B v = simd::load_first<B>(total + t * TW + i, count) + b;
            simd::store_first(o.y + to, count,
                              o.residual ? ended<E>(v, simd::load_first<B>(o.residual + to, count))
                                         : simd::apply<E.f>(v));
        }
}

/// The same for so few filters that a vector holds them twice: even lanes for one input of a run, odd ones for the
/// next. o.w: pairs of rows, filter by filter, a vector each; where a run ends with a single row its odd lanes are
/// zeros. Its last vector holds the bias twice.
template<class B, conv_tile_shape S, tile_ending E>
[[gnu::always_inline]] inline void conv_pairs(const conv_operands& o, int at) {
    constexpr int L = B::size, TH = S.rows, TW = S.columns, pairs = (S.k + 1) / 2;
    B sum[TH * TW];
#pragma GCC unroll 16
    for (int m = 0; m < TH * TW; ++m) sum[m] = B(0.f);
    for (int r = 0; r < o.n; ++r) {
        const float* const w = o.w + std::ptrdiff_t(o.runs[r].row / S.k) * pairs * L;
        const float* x[TH];
#pragma GCC unroll 4
        for (int t = 0; t < TH; ++t) x[t] = o.runs[r].x[t] + (o.x + std::ptrdiff_t(at) * S.step);
        const auto multiply = [&](int k, const auto& get) __attribute__((always_inline)) {
            const B row = simd::load<B>(w + k / 2 * L);
#pragma GCC unroll 4
            for (int t = 0; t < TH; ++t) x[t] = simd::reread(x[t]);
#pragma GCC unroll 16
            for (int m = 0; m < TH * TW; ++m) sum[m] = simd::fma(get(x[m / TW] + m % TW * S.step + k), row, sum[m]);
        };
        for (int k = 0; k + 1 < S.k; k += 2)
            multiply(
                k, [](const float* p) __attribute__((always_inline)) { return simd::broadcast_pair<B>(p); });
        if constexpr (S.k % 2 != 0)
            multiply(
                S.k - 1, [](const float* p) __attribute__((always_inline)) { return simd::broadcast_even<B>(p); });
    }
    const B bias = simd::load<B>(o.bias);
    // where filters are half of a vector, two columns of y are one
    constexpr int together = 2 * S.f == L ? 2 : 1;
#pragma GCC unroll 16
    for (int m = 0; m < TH * TW; ++m) {
        const bool two = together == 2 && m % TW + 1 < TW;
        if (together == 2 && m % TW % 2 == 1) continue;
        const std::ptrdiff_t to = m / TW * o.y_row + std::ptrdiff_t(at + m % TW) * S.f;
        const int count = two ? L : S.f;
        const B v = simd::pair_sums(sum[m], sum[two ? m + 1 : m]) + bias;
        simd::store_first(o.y + to, count,
                          o.residual ? ended<E>(v, simd::load_first<B>(o.residual + to, count)) : simd::apply<E.f>(v));
    }
}

/// All columns of `rows` rows of y; the last tile overlaps the one before it.
template<class Target, conv_tile_shape S, tile_ending E>
[[gnu::noinline]] void conv_band(const conv_operands& o, int columns) {
    using B = simd::batch<Target>;
    for (int i = 0; i < columns; i += S.columns) {
        const int at = i + S.columns > columns ? columns - S.columns : i;
        if constexpr (S.f == 1 && 4 * S.k >= B::size)
            conv_dots<B, S, E>(o, at);
        else if constexpr (S.pairs)
            conv_pairs<B, S, E>(o, at);
        else
            conv_tile<B, S, E>(o, at);
    }
}
using conv_band_function = void (*)(const conv_operands&, int);

/// The rows of x that tiles read, with zeros left and right. (Inlined, as everything that is not keyed by the target.)
struct conv_rows {
    const conv_plan& p;
    const float* x;
    float* rows;       ///< copies
    int* held;         ///< ring: which row is where
    int first = 0;     ///< input column that the tiles begin with
    bool copy = false; ///< whether these tiles read copies

    [[gnu::always_inline]] inline void begin(int column, bool copies) {
        first = column * p.s.stride[2] - p.s.before[2];
        copy = copies;
        if (!copy) return;
        for (int i = 0, n = p.copied_rows(); i < n; ++i) held[i] = -1;
        std::memset(rows, 0, std::size_t(p.copied_rows()) * std::size_t(p.row_floats()) * sizeof(float));
    }
    /// Row y of plane z; `slot`: where its copy goes if there is no ring.
    [[gnu::always_inline]] inline const float* get(int z, int y, int slot) {
        const int row = z * p.s.in[1] + y, width = p.s.in[2];
        const float* from = x + (std::ptrdiff_t(row) * width + first) * p.channels;
        if (!copy) return from;
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
[[gnu::always_inline]] inline int conv_runs(conv_run* runs, conv_rows& rows, const float* zeros, int z, int y) {
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
                x[t] = inside ? rows.get(at_z, at_y, (k * s.size[1] + j) * p.tile.rows + t) : zeros;
            }
            if (!any) continue;
            for (int i = 0; i < p.runs; ++i, ++n) {
                runs[n].row = ((k * s.size[1] + j) * s.size[2] + i) * p.c;
                for (int t = 0; t < p.tile.rows; ++t) runs[n].x[t] = x[t] + i * s.dilation[2] * p.channels;
            }
        }
    }
    return n;
}

/// All runs of the first tile, where every tap lies in `x`, whose rows and planes are so far apart.
[[gnu::always_inline]] inline void uniform_runs(conv_run* runs, const conv_plan& p, const float* x, std::ptrdiff_t row,
                                                std::ptrdiff_t plane) {
    const auto& s = p.s;
    for (int k = 0; k < s.size[0]; ++k)
        for (int j = 0; j < s.size[1]; ++j)
            for (int i = 0; i < p.runs; ++i, ++runs) {
                runs->row = ((k * s.size[1] + j) * s.size[2] + i) * p.c;
                for (int t = 0; t < p.tile.rows; ++t)
                    runs->x[t] = x + k * s.dilation[0] * plane + (j * s.dilation[1] + t * s.stride[1]) * row +
                                 i * s.dilation[2] * p.channels;
            }
}

/// x with its padding.
[[gnu::always_inline]] inline void copy_padded(const conv_plan& p, const float* x, float* to) {
    const auto& s = p.s;
    const int row = p.row_floats(), width = s.in[2] * p.channels, before = s.before[2] * p.channels;
    const int first = before < row ? before : row, wanted = row - first, n = width < wanted ? width : wanted;
    for (int z = -s.before[0]; z < p.slots[0] - s.before[0]; ++z)
        for (int y = -s.before[1]; y < p.slots[1] - s.before[1]; ++y, to += row) {
            if (z < 0 || z >= s.in[0] || y < 0 || y >= s.in[1]) {
                std::memset(to, 0, std::size_t(row) * sizeof(float));
                continue;
            }
            for (int i = 0; i < first; ++i) to[i] = 0;
            std::memcpy(to + first, x + (std::ptrdiff_t(z) * s.in[1] + y) * width, std::size_t(n) * sizeof(float));
            for (int i = first + n; i < row; ++i) to[i] = 0;
        }
}

/// Weights and bias for conv_pairs.
[[gnu::always_inline]] inline void pair_weights(const conv_plan& p, int lanes, const float* w, const float* bias,
                                                float* to) {
    const int f = p.tile.f, k = p.tile.k;
    for (int r = 0; r < p.taps_rows() * p.runs; ++r, w += k * f)
        for (int i = 0; i < k; i += 2, to += lanes)
            for (int j = 0; j < lanes; ++j) to[j] = j < 2 * f && i + j % 2 < k ? w[(i + j % 2) * f + j / 2] : 0;
    // a vector's halves are two columns of y
    for (int j = 0; j < lanes; ++j) to[j] = bias && j % (lanes / 2) < f ? bias[j % (lanes / 2)] : 0;
}

/// Tiles side by side that read x where it is, or a single one that reads copies.
struct conv_columns {
    int first, n;
    bool inside;

    [[gnu::always_inline]] inline conv_columns(const conv_plan& p, int from) {
        const int all = p.s.out[2], width = p.tile.columns;
        const auto is = [&](int column) {
            const int c = column + width > all ? all - width : column, at = c * p.s.stride[2] - p.s.before[2];
            return p.whole || (at >= 0 && at + p.reads(2, width) <= p.s.in[2]);
        };
        inside = is(from);
        int to = from + width;
        while (inside && to < all && is(to)) to += width;
        if (to > all) to = all;
        first = to - from < width ? to - width : from;
        n = to - first;
    }
};

/// Panel by panel, so that weights are read once and stay near; then row by row. last: for the last panel.
template<class Target>
[[gnu::noinline]] void convolve(const conv_plan& p, conv_band_function band, conv_band_function last, const float* x,
                                const float* w, const float* bias, const float* residual, float* y, float* scratch) {
    const auto& s = p.s;
    const int taps = p.taps_rows() * p.runs;
    conv_run *const runs = reinterpret_cast<conv_run*>(scratch), *const uniform = runs + taps;
    float* const pairs = scratch + p.runs_bytes / sizeof(float);
    if (p.tile.pairs) {
        constexpr int L = simd::batch<Target>::size;
        pair_weights(p, L, w, bias, pairs);
        w = pairs, bias = pairs + p.pairs - L;
    }
    float *const zeros = pairs + p.pairs, *const copies = zeros + p.zeros;
    conv_rows rows{p, x, copies, reinterpret_cast<int*>(copies + std::ptrdiff_t(p.copied_rows()) * p.row_floats())};
    std::memset(zeros, 0, std::size_t(p.zeros) * sizeof(float));
    const int own = p.tile.f / p.groups, width = p.tile.width, pool = p.tile.pool;
    const std::ptrdiff_t y_row = std::ptrdiff_t(s.out[2] / pool) * p.tile.f,
                         weights = std::ptrdiff_t(p.taps_rows()) * s.size[2] * p.c * width;
    const std::ptrdiff_t x_row = p.whole ? p.row_floats() : s.in[2] * p.channels,
                         x_plane = x_row * (p.whole ? p.slots[1] : s.in[1]);
    if (p.whole) copy_padded(p, x, copies);
    uniform_runs(uniform, p, p.whole ? copies : x, x_row, x_plane);
    const auto inside = [&](int axis, int at, int outputs) {
        const int first = at * s.stride[axis] - s.before[axis];
        return first >= 0 && first + p.reads(axis, outputs) <= s.in[axis];
    };
    for (int c = 0; c < s.out[2];) {
        const conv_columns columns(p, c);
        c = columns.first + columns.n;
        rows.begin(columns.first, !columns.inside);
        for (int g = 0; g < p.groups; ++g)
            for (int panel = 0; panel < p.panels; ++panel) {
                const bool ends = panel + 1 == p.panels;
                const int filter = g * own + (ends && !p.tile.packed ? own - width : panel * width);
                const auto run = ends ? last : band;
                conv_operands o{};
                o.y_row = y_row;
                o.w = p.tile.packed ? w + panel * weights : w + filter;
                if (bias) o.bias = bias + filter;
                for (int z = 0; z < s.out[0]; ++z)
                    for (int r = 0; r < s.out[1]; r += p.tile.rows) {
                        const int row = r + p.tile.rows > s.out[1] ? s.out[1] - p.tile.rows : r;
                        const std::ptrdiff_t to = (std::ptrdiff_t(z) * (s.out[1] / pool) + row / pool) * y_row +
                                                  std::ptrdiff_t(columns.first / pool) * p.tile.f + filter;
                        o.x = g * p.c;
                        if (p.whole || (columns.inside && inside(0, z, 1) && inside(1, row, p.tile.rows))) {
                            const int* const before = s.before;
                            o.runs = uniform, o.n = taps;
                            o.x += (z * s.stride[0] - (p.whole ? 0 : before[0])) * x_plane +
                                   (row * s.stride[1] - (p.whole ? 0 : before[1])) * x_row +
                                   (columns.first * s.stride[2] - (p.whole ? 0 : before[2])) * p.channels;
                        } else {
                            o.runs = runs, o.n = conv_runs(runs, rows, zeros, z, row);
                        }
                        o.residual = residual ? residual + to : nullptr, o.y = y + to;
                        run(o, columns.n);
                    }
            }
    }
}

/// A convolution, or a depthwise one as one of as many groups as channels.
template<class D, class Target, int Groups>
[[gnu::always_inline]] inline void run_conv(const float* const* x, float* y, float* scratch) {
    constexpr const descriptor& d = D::value;
    constexpr bool product =
        d.op.attr.pool == 1 && is_product({d.op.attr.win, d.in[0], d.op.out}) && runs_lie_together<D>();
    static constexpr conv_plan p = plan_conv(d.op, d.in[0], Groups, hardware_of<Target>, product ? d.op.times : 1);
    constexpr tile_ending e = ending_of<D>();
    constexpr conv_band_function band = conv_band<Target, p.tile, e>, last = conv_band<Target, p.last_tile(), e>;
    each_run<D, product>(x, y,
                         [scratch](const float* x, const float* w, const float* bias, const float* residual, float* y) {
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

/// y (space..., f) = pooling(activation(x (space..., c) * w (taps..., c / groups, f) + bias + residual)), of pooling
/// and residual not both: direct, in tiles of output positions x vectors of filters that stay in registers while taps
/// and channels go by.
///
/// Predictions have w packed in panels, training, whose weights change, reads it as it is: the same tiles. Of its
/// gradients dw is a product for every tap (conv_weights.hpp), dx a transposed convolution (conv_transpose.hpp).
///
/// A tile knows nothing of borders: rows of taps that lie outside are left out, and tiles with columns outside read
/// copies of rows between zeros; where x is small, all read a copy of it with its padding.
#pragma once
#include "../shape/inline.hpp"
#include "conv_rows.hpp"
#include "conv_tile.hpp"
#include "each_run.hpp"
#include "registers.hpp"

namespace ctnn {
namespace detail {

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
    const std::ptrdiff_t y_row = std::ptrdiff_t(s.out[2] / pool) * p.tile.f;
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
                o.w = p.tile.packed ? w + panel * p.panel_size : w + filter;
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
CTNN_INLINE inline void run_conv(const float* const* x, float* y, float* scratch) {
    constexpr const descriptor& d = D::value;
    constexpr bool product =
        d.op.attr.pooling() == 1 && is_product({d.op.attr.win, d.in[0], d.op.out}) && runs_lie_together<D>();
    static constexpr conv_plan p = plan_conv(d.op, d.in[0], Groups, hardware_of<Target>, product ? d.op.times : 1);
    static_assert(!p.tile.bf16 || d.in[1].size() == std::size_t((p.panels - 1) * p.panel_size +
                                                                p.panel_size / p.tile.width * p.last_row),
                  "two rows are one within every run");
    constexpr tile_ending e = ending_of<D>();
    constexpr conv_band_function band = conv_band<Target, p.tile, e>, last = conv_band<Target, p.last_tile(), e>;
    each_run<D, product ? d.op.times : 1>(x, y,
                         [scratch](const float* x, const float* w, const float* bias, const float* residual, float* y) {
                             convolve<Target>(p, band, last, x, w, bias, residual, y, scratch);
                         });
    apply_rest<Target, d.op.attr.epilogue>(y, d.op.size());
}

} // namespace detail

template<>
struct kernel<ops::op_kind::conv> {
    template<class D, class Target>
    CTNN_INLINE static void run(const float* const* x, float* y, float* scratch) {
        detail::run_conv<D, Target, D::value.op.attr.groups>(x, y, scratch);
    }
};

} // namespace ctnn

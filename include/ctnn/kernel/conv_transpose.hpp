/// y (space..., f) = activation(x (space..., c) * w (taps..., f, c) + bias + residual), transposed: every output is a
/// dot product over the taps that reach it, vectors along the channels of x, where both x and w lie together.
#pragma once
#include "../shape/inline.hpp"
#include "conv.hpp"
#include "window.hpp"

namespace ctnn {
namespace detail {

/// A tap that reaches an output: where its input is and where its weights begin.
struct transposed_tap {
    std::ptrdiff_t x, w;
};

struct transposed_operands {
    int c, f;
    std::ptrdiff_t y_step; ///< from output to output of a line; their inputs are neighbours
    const float *w, *bias, *residual;
};

/// TW outputs of a line times NF filters.
template<class B, int TW, int NF>
CTNN_INLINE inline void transposed_tile(const transposed_operands& o, const transposed_tap* taps, int n, const float* x,
                                        const float* w, const float* bias, const float* residual, float* __restrict y) {
    constexpr int L = B::size;
    const int c = o.c, whole = c / L * L, part = c - whole;
    B sum[TW][NF];
#pragma GCC unroll 8
    for (int m = 0; m < TW; ++m)
#pragma GCC unroll 8
        for (int j = 0; j < NF; ++j) sum[m][j] = B(0.f);
    for (int t = 0; t < n; ++t) {
        const float *from = x + taps[t].x, *weights = w + taps[t].w;
        const auto multiply = [&](int i, const auto& get) CTNN_INLINE {
            B a[TW];
#pragma GCC unroll 8
            for (int m = 0; m < TW; ++m) a[m] = get(from + std::ptrdiff_t(m) * c + i);
#pragma GCC unroll 8
            for (int j = 0; j < NF; ++j) {
                const B b = get(weights + std::ptrdiff_t(j) * c + i);
#pragma GCC unroll 8
                for (int m = 0; m < TW; ++m) sum[m][j] = simd::fma(a[m], b, sum[m][j]);
            }
        };
        for (int i = 0; i < whole; i += L) multiply(i, [](const float* p) CTNN_INLINE { return simd::load<B>(p); });
        if (part > 0) multiply(whole, [part](const float* p) CTNN_INLINE { return simd::load_first<B>(p, part); });
    }
#pragma GCC unroll 8
    for (int m = 0; m < TW; ++m)
#pragma GCC unroll 8
        for (int j = 0; j < NF; ++j) {
            float s = simd::reduce_add(sum[m][j]);
            if (bias) s += bias[j];
            if (residual) s += residual[m * o.y_step + j];
            y[m * o.y_step + j] = s;
        }
}

/// `count` outputs of a line, all filters; what is left overlaps what is done.
template<class Target>
[[gnu::noinline]] void transposed_line(const transposed_operands& o, const transposed_tap* taps, int n, int count,
                                       const float* x, std::ptrdiff_t to, float* y) {
    using B = simd::batch<Target>;
    const auto tiles = [&]<int TW, int NF>(std::integer_sequence<int, TW, NF>) CTNN_INLINE {
        for (int j = 0; j < o.f; j += NF) {
            const int filter = j + NF > o.f ? o.f - NF : j;
            for (int i = 0; i < count; i += TW) {
                const int m = i + TW > count ? count - TW : i;
                const std::ptrdiff_t at = to + m * o.y_step + filter;
                transposed_tile<B, TW, NF>(o, taps, n, x + std::ptrdiff_t(m) * o.c, o.w + std::ptrdiff_t(filter) * o.c,
                                           o.bias ? o.bias + filter : nullptr, o.residual ? o.residual + at : nullptr,
                                           y + at);
            }
        }
    };
    constexpr int most = many_registers<Target> ? 4 : 2;
    if (o.f >= 4) {
        if (count >= most)
            tiles(std::integer_sequence<int, most, 4>{});
        else
            tiles(std::integer_sequence<int, 1, 4>{});
    } else {
        tiles(std::integer_sequence<int, 1, 1>{});
    }
}

/// Along one axis, the taps that reach output `at`, first to last, and the elements of x that they come from.
struct transposed_reach {
    int n = 0, tap = 0, gap = 0, from = 0; ///< tap + k gap reaches it from element from - k step
    int step = 0;

    /// s slides over the result: s.in is its extent, s.out that of x.
    CTNN_INLINE inline transposed_reach(const ops::detail::sliding& s, int axis, int at) {
        const int stride = s.stride[axis];
        for (int k = 0; k < s.size[axis]; ++k) {
            const int start = at + s.before[axis] - k * s.dilation[axis];
            if (start < 0 || start % stride != 0 || start / stride >= s.out[axis]) continue;
            if (n == 0) tap = k, from = start / stride;
            if (n == 1) gap = k - tap, step = from - start / stride;
            ++n;
        }
    }
};

template<class Target>
[[gnu::noinline]] void convolve_transposed(const ops::detail::sliding& s, int c, int f, const float* x, const float* w,
                                           const float* bias, const float* residual, float* y, transposed_tap* taps) {
    const int stride = s.stride[2];
    const transposed_operands o{c, f, std::ptrdiff_t(stride) * f, w, bias, residual};
    const std::ptrdiff_t filters = std::ptrdiff_t(f) * c;
    for (int z = 0; z < s.in[0]; ++z) {
        const transposed_reach planes(s, 0, z);
        for (int row = 0; row < s.in[1]; ++row) {
            const transposed_reach rows(s, 1, row);
            // outputs a stride apart have the same taps, as long as all of these stay inside
            for (int phase = 0; phase < stride; ++phase)
                for (int at = phase, count; at < s.in[2]; at += count * stride) {
                    const transposed_reach columns(s, 2, at);
                    for (count = 1; at + count * stride < s.in[2]; ++count)
                        if (const transposed_reach next(s, 2, at + count * stride);
                            next.n != columns.n || next.tap != columns.tap)
                            break;
                    int n = 0;
                    for (int k = 0; k < planes.n; ++k)
                        for (int j = 0; j < rows.n; ++j)
                            for (int i = 0; i < columns.n; ++i) {
                                const std::ptrdiff_t from = (std::ptrdiff_t(planes.from - k * planes.step) * s.out[1] +
                                                             rows.from - j * rows.step) *
                                                                s.out[2] +
                                                            columns.from - i * columns.step;
                                const int tap =
                                    ((planes.tap + k * planes.gap) * s.size[1] + rows.tap + j * rows.gap) * s.size[2] +
                                    columns.tap + i * columns.gap;
                                taps[n++] = {from * c, tap * filters};
                            }
                    transposed_line<Target>(o, taps, n, count, x,
                                            ((std::ptrdiff_t(z) * s.in[1] + row) * s.in[2] + at) * f, y);
                }
        }
    }
}

template<class Target, ops::detail::sliding S, int C, int F>
[[gnu::noinline]] void conv_transpose(const float* x, const float* w, const float* bias, const float* residual,
                                      float* y) {
    transposed_tap taps[taps_of(S)];
    convolve_transposed<Target>(S, C, F, x, w, bias, residual, y, taps);
}

} // namespace detail

template<>
struct kernel<ops::op_kind::conv_transpose> {
    template<class D, class>
    static constexpr std::size_t stack_bytes() {
        constexpr const descriptor& d = D::value;
        return detail::taps_bytes<detail::transposed_tap>(ops::detail::sliding(d.op.attr.win, d.op.out, d.in[0]));
    }
    template<class D, class Target>
    CTNN_INLINE static void run(const float* const* x, float* y) {
        constexpr const descriptor& d = D::value;
        constexpr ops::detail::sliding s(d.op.attr.win, d.op.out, d.in[0]);
        if constexpr (detail::taps_of(s) > detail::max_window_taps) {
            ops::evaluate_of<d.op.kind>(d.op, d.in, d.each, x, y);
        } else {
            detail::each_run<D>(x, y, detail::conv_transpose<Target, s, d.in[0].last(), d.op.out.last()>);
            if constexpr (d.op.attr.epilogue.kind != ops::function_kind::identity)
                detail::apply_in_place<Target, d.op.attr.epilogue>(y, d.op.size());
        }
    }
};

} // namespace ctnn

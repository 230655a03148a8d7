/// A window that slides over x, channel by channel: what depthwise convolution and pooling share. Vectors of channels,
/// tiles of outputs; at a border only the taps that lie in x. Extents are arguments: few functions serve all shapes.
#pragma once
#include "../op/sliding.hpp"
#include "../shape/inline.hpp"
#include "epilogue.hpp"
#include <cstddef>

namespace ctnn::detail {

/// An element of the window that lies in x: how far it is from the window's first element, and where its weights are.
struct window_tap {
    int x, w;
};

/// Larger windows run the scalar definition: a list of taps is on the stack.
inline constexpr int max_window_taps = 4096;
constexpr int taps_of(const ops::detail::sliding& s) { return s.size[0] * s.size[1] * s.size[2]; }
template<class Tap = window_tap>
constexpr std::size_t taps_bytes(const ops::detail::sliding& s) {
    return taps_of(s) > max_window_taps ? 0 : std::size_t(taps_of(s)) * sizeof(Tap);
}

/// What a window reads and writes. w, bias, residual: null if there is none.
struct window_operands {
    int channels;
    const float *x, *w, *bias, *residual;
    float* y;
};

/// n outputs in a row: how far apart their windows are in x, and they themselves in y.
struct window_line {
    int n;
    std::ptrdiff_t x, y;
};

/// TW outputs in a row, the first one's window begins at x: one vector of channels (`part` of one where Whole is
/// false). Kind says what happens to the elements: start, with, finish. w, bias, residual are those of the first
/// channel or output. Taps come in rows of Row, as far from one another as the windows of neighbours: what one of them
/// reads, the next one does, too.
template<class Target, class Kind, int TW, int Row, bool Whole>
CTNN_INLINE inline void window_tile(const window_tap* taps, int n, int part, std::ptrdiff_t x_step,
                                    std::ptrdiff_t y_step, const float* __restrict x, const float* __restrict w,
                                    const float* __restrict bias, const float* __restrict residual,
                                    float* __restrict y) {
    using B = simd::batch<Target>;
    const auto get = [part](const float* p) CTNN_INLINE {
        if constexpr (Whole)
            return (void)part, simd::load<B>(p);
        else
            return simd::load_first<B>(p, part);
    };
    B sum[TW];
    const B first = Kind::template start<B>();
#pragma GCC unroll 16
    for (int m = 0; m < TW; ++m) sum[m] = first;
    for (int i = 0; i < n; i += Row) {
        const float* from = x + taps[i].x;
        B weight[Row];
#pragma GCC unroll 16
        for (int r = 0; r < Row; ++r)
            if constexpr (Kind::weighted) weight[r] = get(w + taps[i + r].w);
#pragma GCC unroll 16
        for (int j = 0; j < TW + Row - 1; ++j) {
            const B v = get(from + j * x_step);
#pragma GCC unroll 16
            for (int r = 0; r < Row; ++r)
                if (j >= r && j - r < TW) sum[j - r] = Kind::with(sum[j - r], v, weight[r]);
        }
    }
    const Kind end{n};
    if constexpr (Kind::weighted) {
        if (bias) {
            const B b = get(bias);
#pragma GCC unroll 16
            for (int m = 0; m < TW; ++m) sum[m] += b;
        }
        if (residual)
#pragma GCC unroll 16
            for (int m = 0; m < TW; ++m) sum[m] += get(residual + m * y_step);
    }
#pragma GCC unroll 16
    for (int m = 0; m < TW; ++m) {
        const B s = end.finish(sum[m]);
        if constexpr (Whole)
            simd::store(y + m * y_step, s);
        else
            simd::store_first(y + m * y_step, part, s);
    }
}

/// Lines of outputs whose windows have the same taps, in rows of three as above if `threes`. What is left of a line or
/// of the channels overlaps what is done.
template<class Target, class Kind, bool Whole>
[[gnu::noinline]] void window_lines(const window_operands& o, const window_tap* taps, int n, bool threes,
                                    const window_line& lines, const window_line& line, std::ptrdiff_t x,
                                    std::ptrdiff_t y) {
    constexpr int L = simd::batch<Target>::size;
    const int channels = o.channels;
    for (int k = 0; k < lines.n; ++k, x += lines.x, y += lines.y)
        for (int c = 0; c < channels; c += L) {
            const int channel = Whole && c + L > channels ? channels - L : c;
            const float *from = o.x + x + channel, *w = o.w ? o.w + channel : nullptr,
                        *bias = o.bias ? o.bias + channel : nullptr,
                        *residual = o.residual ? o.residual + y + channel : nullptr;
            float* to = o.y + y + channel;
            const std::ptrdiff_t x_step = line.x, y_step = line.y;
            const auto tile = [&]<int TW, int Row>(std::integer_sequence<int, TW, Row>, int i) CTNN_INLINE {
                const int m = i + TW > line.n ? line.n - TW : i;
                window_tile<Target, Kind, TW, Row, Whole>(taps, n, channels, x_step, y_step, from + m * x_step, w, bias,
                                                          residual ? residual + m * y_step : nullptr, to + m * y_step);
                return m + TW;
            };
            // seven outputs, three weights and an input fit 16 registers; images are often 7, 14, 28, ... wide
            const auto tiles = [&]<int Row>(std::integer_sequence<int, Row>) CTNN_INLINE {
                for (int i = 0; i < line.n;)
                    if (line.n >= 7 && line.n - i > 4)
                        i = tile(std::integer_sequence<int, 7, Row>{}, i);
                    else if (line.n >= 4 && line.n - i > 1)
                        i = tile(std::integer_sequence<int, 4, Row>{}, i);
                    else
                        i = tile(std::integer_sequence<int, 1, Row>{}, i);
            };
            if constexpr (Kind::weighted && Whole)
                if (threes) {
                    tiles(std::integer_sequence<int, 3>{});
                    continue;
                }
            tiles(std::integer_sequence<int, 1>{});
        }
}

/// Along one axis, the outputs from `first` on that have the same taps: [from, to) of the window's.
struct window_class {
    int first, n, from, to;

    CTNN_INLINE inline window_class(const ops::detail::sliding& s, int axis, int at) : first(at), n(1) {
        range(s, axis, at, from, to);
        for (int a, b; at + n < s.out[axis]; ++n)
            if (range(s, axis, at + n, a, b); a != from || b != to) break;
    }
    CTNN_INLINE static inline void range(const ops::detail::sliding& s, int axis, int at, int& from, int& to) {
        const int start = at * s.stride[axis] - s.before[axis], gap = s.dilation[axis];
        from = start < 0 ? (gap - 1 - start) / gap : 0;
        to = start < s.in[axis] ? (s.in[axis] - 1 - start) / gap + 1 : 0;
        if (to > s.size[axis]) to = s.size[axis];
        if (from >= to) from = to = 0;
    }
};

/// y (out..., channels) from x (in..., channels). taps: room for as many as the window has.
template<class Target, class Kind>
[[gnu::noinline]] void slide_window(const ops::detail::sliding& s, const window_operands& o, window_tap* taps) {
    const auto run =
        o.channels >= simd::batch<Target>::size ? window_lines<Target, Kind, true> : window_lines<Target, Kind, false>;
    const auto place = [&](int z, int y, int x) { return ((z * s.in[1] + y) * s.in[2] + x) * o.channels; };
    const std::ptrdiff_t row = std::ptrdiff_t(s.out[2]) * o.channels;
    for (int z = 0; z < s.out[0]; ++z) {
        int from_z, to_z;
        window_class::range(s, 0, z, from_z, to_z);
        for (int y = 0; y < s.out[1];) {
            const window_class rows(s, 1, y);
            for (int x = 0; x < s.out[2];) {
                const window_class columns(s, 2, x);
                int n = 0;
                for (int k = from_z; k < to_z; ++k)
                    for (int j = rows.from; j < rows.to; ++j)
                        for (int i = columns.from; i < columns.to; ++i)
                            taps[n++] = {place(k * s.dilation[0], j * s.dilation[1], i * s.dilation[2]),
                                         ((k * s.size[1] + j) * s.size[2] + i) * o.channels};
                const window_line down{rows.n, std::ptrdiff_t(s.stride[1]) * s.in[2] * o.channels, row},
                    across{columns.n, std::ptrdiff_t(s.stride[2]) * o.channels, o.channels};
                const bool wide = columns.n >= 4 || columns.n >= rows.n;
                const bool threes = wide && columns.to - columns.from == 3 && s.stride[2] == s.dilation[2];
                run(o, taps, n, threes, wide ? down : across, wide ? across : down,
                    place(z * s.stride[0] - s.before[0], y * s.stride[1] - s.before[1], x * s.stride[2] - s.before[2]),
                    (std::ptrdiff_t(z) * s.out[1] + y) * row + std::ptrdiff_t(x) * o.channels);
                x += columns.n;
            }
            y += rows.n;
        }
    }
}

} // namespace ctnn::detail

/// Depthwise convolution of 3 x 3 taps: a tile of sums stays in registers while the inputs go by, and so do the
/// nine weights, or those of the row that goes by (few_weights).
#pragma once
#include "../program/depthwise_plan.hpp"
#include "../shape/inline.hpp"
#include "tile_ending.hpp"
#include <cstddef>

namespace ctnn::detail {

/// What a run reads and writes: x (rows, columns, channels). bias, residual: null if there is none.
struct depthwise_operands {
    const float *x, *w, *bias, *residual;
    float* y;
};
struct depthwise_shape {
    int in[2], out[2], before[2], channels;
    int strip; ///< columns that all rows and channels are computed of before the next ones
};

/// Tile T of one vector of channels; x: its first tap. rows: a bit for each row of x that is there; left, right:
/// whether the first and the last column are.
template<class B, depthwise_tile_shape T, tile_ending E, class Weight>
CTNN_INLINE inline void depthwise_tile(const float* x, std::ptrdiff_t x_row, std::ptrdiff_t column, unsigned rows,
                                       bool left, bool right, const Weight& weight, B bias, const float* residual,
                                       float* y, std::ptrdiff_t y_row) {
    constexpr int S = T.stride, R = (T.rows - 1) * S + 3, C = (T.columns - 1) * S + 3;
    B sum[T.rows * T.columns];
#pragma GCC unroll 16
    for (int m = 0; m < T.rows * T.columns; ++m) sum[m] = bias;
#pragma GCC unroll 32
    for (int r = 0; r < R; ++r) {
        const float* from = x + r * x_row;
        if (!(rows >> r & 1)) continue;
        const auto add = [&](int c) CTNN_INLINE {
            const B loaded = simd::load<B>(from + c * column);
            const B v = T.few_weights ? simd::in_register(loaded) : loaded;
#pragma GCC unroll 3
            for (int i = 0; i < 3; ++i)
                if (r >= i && (r - i) % S == 0 && (r - i) / S < T.rows)
#pragma GCC unroll 3
                    for (int j = 0; j < 3; ++j)
                        if (c >= j && (c - j) % S == 0 && (c - j) / S < T.columns) {
                            B& to = sum[(r - i) / S * T.columns + (c - j) / S];
                            to = simd::fma(v, weight(i * 3 + j), to);
                        }
        };
        if (left) add(0);
#pragma GCC unroll 32
        for (int c = 1; c < C - 1; ++c) add(c);
        if (right) add(C - 1);
    }
#pragma GCC unroll 16
    for (int m = 0; m < T.rows * T.columns; ++m) {
        const std::ptrdiff_t to = m / T.columns * y_row + m % T.columns * column;
        simd::store(y + to, ended<E>(sum[m], [&]() CTNN_INLINE { return simd::load<B>(residual + to); }));
    }
}

/// The part of the next row of x that the tiles below begin to read: a strip is too narrow for a processor to see where
/// it goes on. (10 to 15% with AVX2; fetching y's next row takes as much as it brings.)
template<int Columns>
CTNN_INLINE inline void fetch_ahead(const float* x, std::ptrdiff_t column) {
#pragma GCC unroll 32
    for (int i = 0; i < Columns; ++i) simd::prefetch(x + i * column);
}

/// Vectors of channels; the last ones overlap those before them, and so do tiles.
template<class Target, depthwise_tile_shape T, tile_ending E>
[[gnu::noinline]] void depthwise_tiles(const depthwise_shape& shape, const depthwise_operands& operands) {
    using B = simd::batch<Target>;
    constexpr int L = B::size, S = T.stride, R = (T.rows - 1) * S + 3, C = (T.columns - 1) * S + 3;
    constexpr unsigned all_rows = (1u << R) - 1;
    constexpr int line = 16;         // floats of a cache line
    const depthwise_shape s = shape; // copies, which no store may change
    const depthwise_operands o = operands;
    const std::ptrdiff_t x_row = std::ptrdiff_t(s.in[1]) * s.channels, y_row = std::ptrdiff_t(s.out[1]) * s.channels;
    for (int first = 0; first < s.out[1]; first += s.strip) {
        const int end = first + s.strip < s.out[1] ? first + s.strip : s.out[1];
        for (int i = 0; i < s.out[0]; i += T.rows) {
            const int row = i + T.rows > s.out[0] ? s.out[0] - T.rows : i, top = row * S - s.before[0];
            unsigned rows = 0;
            for (int r = 0; r < R; ++r) rows |= unsigned(top + r >= 0 && top + r < s.in[0]) << r;
            for (int c = 0; c < s.channels; c += L) {
                const int channel = c + L > s.channels ? s.channels - L : c;
                const auto load = [&](int k) CTNN_INLINE { return simd::load<B>(o.w + k * s.channels + channel); };
                const B bias = o.bias ? simd::load<B>(o.bias + channel) : B(0.f);
                const auto run = [&](const auto& weight) CTNN_INLINE {
                    for (int j = first; j < end; j += T.columns) {
                        const int column = j + T.columns > s.out[1] ? s.out[1] - T.columns : j,
                                  left = column * S - s.before[1];
                        const std::ptrdiff_t to = row * y_row + std::ptrdiff_t(column) * s.channels + channel;
                        const auto tile = [&](unsigned rows, bool begins, bool ends) CTNN_INLINE {
                            depthwise_tile<B, T, E>(o.x + top * x_row + std::ptrdiff_t(left) * s.channels + channel,
                                                    x_row, s.channels, rows, begins, ends, weight, bias,
                                                    E.residual ? o.residual + to : nullptr, o.y + to, y_row);
                        };
                        const bool begins = left >= 0, ends = left + C <= s.in[1];
                        if (T.few_weights && rows == all_rows && begins && ends) {
                            if (channel % line == 0 && top + R < s.in[0])
                                fetch_ahead<T.columns * S>(
                                    o.x + (top + R) * x_row + std::ptrdiff_t(left) * s.channels + channel, s.channels);
                            tile(all_rows, true, true);
                        } else {
                            tile(rows, begins, ends);
                        }
                    }
                };
                if constexpr (T.few_weights)
                    run(load);
                else {
                    B w[9];
#pragma GCC unroll 9
                    for (int k = 0; k < 9; ++k) w[k] = load(k);
                    run([&](int k) CTNN_INLINE { return w[k]; });
                }
            }
        }
    }
}

/// As many positions in a vector as there is room for; taps are `channels` apart. A row's first and last vector have
/// padding in some lanes.
template<class Target, depthwise_tile_shape T, tile_ending E>
[[gnu::noinline]] void depthwise_spans(const depthwise_shape& s, const depthwise_operands& o) {
    using B = simd::batch<Target>;
    constexpr int L = B::size, R = T.rows + 2, all = T.rows * T.columns;
    const int channels = s.channels, x_row = s.in[1] * channels, y_row = s.out[1] * channels;
    alignas(64) float repeated[10][L];
    for (int i = 0; i < 10; ++i)
        for (int j = 0; j < L; ++j)
            repeated[i][j] = i < 9 ? o.w[i * channels + j % channels] : o.bias ? o.bias[j % channels] : 0;
    B w[9];
#pragma GCC unroll 9
    for (int i = 0; i < 9; ++i) w[i] = simd::load_aligned<B>(repeated[i]);
    const B bias = simd::load_aligned<B>(repeated[9]);
    for (int i = 0; i < s.out[0]; i += T.rows) {
        const int row = i + T.rows > s.out[0] ? s.out[0] - T.rows : i, top = row - s.before[0];
        for (int j = 0; j < y_row; j += T.columns * L) {
            const int at = j + T.columns * L > y_row ? y_row - T.columns * L : j, left = at - s.before[1] * channels;
            const bool begins = left<0, ends = left + T.columns * L + 2 * channels> x_row;
            B sum[all];
#pragma GCC unroll 16
            for (int m = 0; m < all; ++m) sum[m] = bias;
#pragma GCC unroll 8
            for (int r = 0; r < R; ++r) {
                if (top + r < 0 || top + r >= s.in[0]) continue;
                const float* const from = o.x + std::ptrdiff_t(top + r) * x_row + left;
#pragma GCC unroll 3
                for (int k = 0; k < 3; ++k)
#pragma GCC unroll 4
                    for (int t = 0; t < T.columns; ++t) {
                        const float* const p = from + k * channels + t * L;
                        const B v = k == 0 && t == 0 && begins             ? simd::load_last<B>(p, L - channels)
                                    : k == 2 && t + 1 == T.columns && ends ? simd::load_first<B>(p, L - channels)
                                                                           : simd::load<B>(p);
#pragma GCC unroll 3
                        for (int i = 0; i < 3; ++i)
                            if (r >= i && r - i < T.rows)
                                sum[(r - i) * T.columns + t] = simd::fma(v, w[i * 3 + k], sum[(r - i) * T.columns + t]);
                    }
            }
#pragma GCC unroll 16
            for (int m = 0; m < all; ++m) {
                const std::ptrdiff_t to = std::ptrdiff_t(row + m / T.columns) * y_row + at + m % T.columns * L;
                simd::store(o.y + to, ended<E>(sum[m], [&]() CTNN_INLINE { return simd::load<B>(o.residual + to); }));
            }
        }
    }
}

} // namespace ctnn::detail

/// Convolutions of three taps by Winograd's minimal filtering: tiles of `tile` outputs along each axis with three taps
/// need tile + 2 products along it in place of 3 tile.
///
/// F(m, 3): y = A^T ((G w) (B^T x)), products element by element; along two axes one transform after the other.
///   winograd_weights: w (taps..., c, f) -> u (positions, c, f), u = G w G^T
///   winograd:         x (space..., c), u (positions, c, f) -> y (space..., f)
/// Lavin, Gray: Fast Algorithms for Convolutional Neural Networks (2015). Points 0, 1, -1,
/// infinity for m = 2; those for m = 4 are in winograd_points.
#pragma once
#include "builder.hpp"
#include "operation.hpp"
#include "sliding.hpp"

namespace ctnn::ops {

/// What F(4, 3) multiplies by. With points 0, p, -p, q, -q, infinity the error is less than half of that with 1 and 2
/// (rms: 2 against 4.3 times that of the direct sum, 32 channels); p = 1 / q makes the most factors 1.
struct winograd_points {
    static constexpr double q = 1.5, p = 1 / q, q2 = q * q, p2 = p * p, sum_of_squares = p2 + q2;
    static constexpr double by_q = 1 / (2 * (q2 - p2)), by_p = -q * by_q; ///< weights
};

namespace detail {

/// The matrices of F(m, 3), a = m + 2: input is B^T (a, a), weights G (a, 3), output A^T (m, a). For m = 4 the products
/// at p = 1 / q and -p are scaled by p, those at q and -q by q^2, so that a factor in each row of the output is 1.
struct winograd_transform {
    int m, a;
    double input[6][6] = {}, weights[6][3] = {}, output[4][6] = {};

    template<unsigned Options = compiled_for>
    constexpr explicit winograd_transform(int outputs) : m(outputs), a(outputs + 2) {
        constexpr double input2[4][4] = {{1, 0, -1, 0}, {0, 1, 1, 0}, {0, -1, 1, 0}, {0, 1, 0, -1}},
                         weights2[4][3] = {{1, 0, 0}, {.5, .5, .5}, {.5, -.5, .5}, {0, 0, 1}},
                         output2[2][4] = {{1, 1, 1, 0}, {0, 1, -1, -1}};
        using k = winograd_points;
        constexpr double p = k::p, q = k::q, p2 = k::p2, q2 = k::q2, s2 = k::sum_of_squares, by_p = k::by_p,
                         by_q = k::by_q;
        constexpr double input4[6][6] = {{1, 0, -s2, 0, 1, 0},  {0, -q, -q2, p, 1, 0}, {0, q, -q2, -p, 1, 0},
                                         {0, -p, -p2, q, 1, 0}, {0, p, -p2, -q, 1, 0}, {0, 1, 0, -s2, 0, 1}},
                         weights4[6][3] = {{1, 0, 0},
                                           {by_p, by_p * p, by_p * p2},
                                           {by_p, -by_p * p, by_p * p2},
                                           {by_q, by_q * q, by_q * q2},
                                           {by_q, -by_q * q, by_q * q2},
                                           {0, 0, 1}},
                         output4[4][6] = {
                             {1, q, q, p2, p2, 0}, {0, 1, -1, p, -p, 0}, {0, p, p, 1, 1, 0}, {0, p2, -p2, q, -q, 1}};
        for (int i = 0; i < a; ++i) {
            for (int j = 0; j < a; ++j) input[i][j] = m == 2 ? input2[i][j] : input4[i][j];
            for (int j = 0; j < 3; ++j) weights[i][j] = m == 2 ? weights2[i][j] : weights4[i][j];
            for (int j = 0; j < m; ++j) output[j][i] = m == 2 ? output2[j][i] : output4[j][i];
        }
    }
};

/// Row `row` of matrix (n, k) . from (k), whose elements are `step` apart.
template<class T, int N, int K, unsigned Options = compiled_for>
constexpr T winograd_sum(const double (&matrix)[N][K], int row, int k, const T* from, int step) {
    T sum = 0;
    for (int i = 0; i < k; ++i) sum += T(matrix[row][i]) * from[i * step];
    return sum;
}

} // namespace detail

/// How many products a tile has for each channel and filter.
constexpr int winograd_positions(const window& win, int tile) {
    return win.rank == 2 ? (tile + 2) * (tile + 2) : tile + 2;
}

/// The operation that transforms weights w of the given shape: a pass makes it, `in` is the value that it reads.
constexpr op winograd_weights(int in, const extents& w, const window& win, int tile) {
    op o = op_of(op_kind::winograd_weights);
    o.operands = 1, o.in[0] = in;
    o.attr.tile = tile;
    o.out = {winograd_positions(win, tile), w[w.rank - 2], w.last()};
    return o;
}

/// The convolution by transformed weights u. One or two axes of three taps, stride 1; dilation along a single axis
/// only.
constexpr value winograd(const value& x, const value& u, const window& win, const extents& space, int tile) {
    attributes a = {};
    a.win = win, a.tile = tile;
    return detail::emit(op_kind::winograd, space.append(u.shape().last()), a, x, u);
}

template<>
struct operation<op_kind::winograd_weights> {
    template<class T>
    static constexpr void evaluate(const op& o, const extents* in, const T* const* x, T* y) {
        const detail::winograd_transform by(o.attr.tile);
        const int a = by.a, n = int(o.out.size()) / o.out[0], down = in[0].rank == 4 ? 3 : 1; // taps of the first axis
        constexpr int part = 32; // neighbours in memory go together
        for (int first = 0; first < n; first += part) {
            const int count = n - first < part ? n - first : part;
            const T* const w = x[0] + first;
            T* const u = y + first;
            for (int c = 0; c < a; ++c) {
                const double* const by_column = by.weights[c];
                double column[3][part] = {}; // of the taps' rows, transformed along the last axis
                for (int r = 0; r < down; ++r)
                    for (int i = 0; i < count; ++i)
                        column[r][i] = by_column[0] * double(w[r * 3 * n + i]) +
                                       by_column[1] * double(w[(r * 3 + 1) * n + i]) +
                                       by_column[2] * double(w[(r * 3 + 2) * n + i]);
                for (int r = 0; r < (down == 1 ? 1 : a); ++r) {
                    const double* const by_row = by.weights[r];
                    for (int i = 0; i < count; ++i)
                        u[(r * a + c) * n + i] = T(down == 1 ? column[0][i]
                                                             : by_row[0] * column[0][i] + by_row[1] * column[1][i] +
                                                                   by_row[2] * column[2][i]);
                }
            }
        }
    }
};

template<>
struct operation<op_kind::winograd> {
    template<class T>
    static constexpr void evaluate(const op& o, const extents* in, const T* const* x, T* y) {
        const detail::winograd_transform by(o.attr.tile);
        const detail::sliding s(o.attr.win, in[0], o.out);
        const bool plane = o.attr.win.rank == 2;
        const int a = by.a, m = by.m, d = s.dilation[2], channels = in[0].last(), f = o.out.last();
        const int rows = plane ? a : 1, up = plane ? m : 1;
        for (int top = 0; top < s.out[1]; top += up)
            for (int left = 0; left < s.out[2]; left += left % d == d - 1 ? (m - 1) * d + 1 : 1)
                for (int j = 0; j < f; ++j) {
                    T sum[36] = {};
                    for (int c = 0; c < channels; ++c) {
                        T tile[36] = {}, half[36] = {};
                        for (int r = 0; r < rows; ++r)
                            for (int i = 0; i < a; ++i) {
                                const int v = top + r - s.before[1], h = left + i * d - s.before[2];
                                if (v >= 0 && v < s.in[1] && h >= 0 && h < s.in[2])
                                    tile[r * a + i] = x[0][(v * s.in[2] + h) * channels + c];
                            }
                        for (int r = 0; r < rows; ++r)
                            for (int i = 0; i < a; ++i)
                                half[r * a + i] = detail::winograd_sum(by.input, i, a, tile + r * a, 1);
                        for (int r = 0; r < rows; ++r)
                            for (int i = 0; i < a; ++i)
                                sum[r * a + i] +=
                                    (plane ? detail::winograd_sum(by.input, r, a, half + i, a) : half[i]) *
                                    x[1][((r * a + i) * channels + c) * f + j];
                    }
                    T half[36] = {};
                    for (int r = 0; r < rows; ++r)
                        for (int i = 0; i < m; ++i)
                            half[r * m + i] = detail::winograd_sum(by.output, i, a, sum + r * a, 1);
                    for (int r = 0; r < up && top + r < s.out[1]; ++r)
                        for (int i = 0; i < m && left + i * d < s.out[2]; ++i)
                            y[((top + r) * s.out[2] + left + i * d) * f + j] =
                                plane ? detail::winograd_sum(by.output, r, a, half + i, m) : half[i];
                }
    }
};

} // namespace ctnn::ops

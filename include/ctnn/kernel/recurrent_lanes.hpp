/// A step of a recurrence of many samples, on the same packed kernel: the samples are in the lanes, weights are
/// broadcast. Any number of units goes without padding, and gates never leave the registers.
///
/// A strip is a few vectors of samples. Its values are rows (strip): a feature's of x, a unit's of h and c.
#pragma once
#include "../shape/inline.hpp"
#include "recurrent_cell.hpp"
#include "weight_rows.hpp"

namespace ctnn::detail {

/// K.units and K.panel are 0: how many there are is an argument.
template<class Target, recurrence_key K, int Vectors>
struct strip_recurrence {
    using B = simd::batch<Target>;
    using k = ops::recurrent_kind;
    using weights = weight_rows<K.bf16>;
    static constexpr int L = B::size, strip = Vectors * L, gates = ops::gates_of(K.kind);
    static constexpr int part = part_of_panel(gates, L); ///< a panel's width is a multiple of it

    /// How many units a tile has that makes so many sums for each.
    static constexpr int units_at_once(int sums) {
        const int n = (many_registers<Target> ? 16 : 8) / (sums * Vectors);
        return n >= 8 && part >= 8 ? 8 : n >= 4 ? 4 : n >= 2 ? 2 : 1;
    }

    const recurrence_data& d;
    int units, panel;

    /// The kernel's columns of some units: of a row every gate's, `width` apart.
    struct columns {
        const float* first;
        int width;
        std::ptrdiff_t row;
        const float* at(int r) const { return first + r * row; }
    };

    /// sum (G, U, Vectors) += the kernel's rows, of G gates and U units, by `rows` rows of v.
    template<int G, int U>
    CTNN_INLINE static inline void add(const float* v, int rows, const float* w, const columns& c,
                                       B (&sum)[G][U][Vectors]) {
        const auto add_rows = [&]<int N>() CTNN_INLINE {
            B a[N][Vectors];
#pragma GCC unroll 2
            for (int r = 0; r < N; ++r)
#pragma GCC unroll 4
                for (int s = 0; s < Vectors; ++s) a[r][s] = simd::load_aligned<B>(v + r * strip + s * L);
#pragma GCC unroll 4
            for (int g = 0; g < G; ++g)
#pragma GCC unroll 8
                for (int u = 0; u < U; ++u) {
                    const auto multiply = [&](B b, int r) CTNN_INLINE {
#pragma GCC unroll 4
                        for (int s = 0; s < Vectors; ++s) sum[g][u][s] = simd::fma(b, a[r][s], sum[g][u][s]);
                    };
                    multiply(weights::template broadcast<B, 0>(w + g * c.width + u), 0);
                    if constexpr (N == 2) multiply(weights::template broadcast<B, 1>(w + g * c.width + u), 1);
                }
            v += N * strip, w += c.row;
        };
        if constexpr (weights::together == 1) {
#pragma GCC unroll 2
            for (int r = 0; r < rows; ++r) add_rows.template operator()<1>();
        } else {
            for (int r = 0; r + 1 < rows; r += 2) add_rows.template operator()<2>();
            if (rows % 2) add_rows.template operator()<1>();
        }
    }
    /// Without a row there are zeros.
    template<int G, int U>
    CTNN_INLINE static inline void begin(const float* row, const columns& c, B (&sum)[G][U][Vectors]) {
#pragma GCC unroll 4
        for (int g = 0; g < G; ++g)
#pragma GCC unroll 8
            for (int u = 0; u < U; ++u)
#pragma GCC unroll 4
                for (int s = 0; s < Vectors; ++s) sum[g][u][s] = row ? B(row[g * c.width + u]) : B(0.f);
    }

    /// Units whose sums are made before any of their states: those are many enough then that none waits for another, and
    /// the sums few enough that they and the kernel stay in the first cache.
    static constexpr int block = 8;
    template<int G>
    struct block_sums {
        alignas(64) float of[G][block * strip];
    };
    /// All that a step has of them.
    static constexpr int block_gates = K.kind == k::simple ? 1 : K.kind == k::gru ? 3 : 4;
    static constexpr std::size_t block_bytes = sizeof(block_sums<block_gates>);

    /// Calls f(first unit, how many, columns) for every block.
    template<class F>
    CTNN_INLINE inline void for_each_block(const F& f) const {
        const float* w = d.kernel;
        for (int p = 0; p < units; p += panel) {
            const int left = ops::panels::whole(units - p, part), width = left < panel ? left : panel;
            const std::ptrdiff_t row = ops::panels::whole(gates * width, L);
            for (int u = 0; u < width && p + u < units; u += block) {
                const int n = width - u < block ? width - u : block;
                f(p + u, n < units - p - u ? n : units - p - u, columns{w + u, width, row});
            }
            w += d.rows * row;
        }
    }
    /// The sums of G gates from the first of `w` for n units.
    template<int G>
    CTNN_INLINE inline void sums_of_block(const float* x, const float* state, int n, const columns& w,
                                          block_sums<G>& to) const {
        constexpr int U = units_at_once(G);
        for (int u = 0; u < n; u += U) {
            const columns c{w.first + u, w.width, w.row};
            B sum[G][U][Vectors];
            begin(d.input_bias ? c.at(d.state_row - 1) : nullptr, c, sum);
            add(x, d.features, c.at(0), c, sum);
            add(state, units, c.at(d.state_row), c, sum);
            store(sum, to, u);
        }
    }
    template<int G, int U, int H>
    CTNN_INLINE static inline void store(const B (&sum)[G][U][Vectors], block_sums<H>& to, int unit) {
#pragma GCC unroll 4
        for (int g = 0; g < G; ++g)
#pragma GCC unroll 8
            for (int u = 0; u < U; ++u)
#pragma GCC unroll 4
                for (int s = 0; s < Vectors; ++s)
                    simd::store_aligned(to.of[g] + (unit + u) * strip + s * L, sum[g][u][s]);
    }

    /// y (strip) of a state h (units, strip)
    CTNN_INLINE inline void read_out(const float* h, float* y) const {
        constexpr int chains = 4;
        B sum[chains][Vectors];
#pragma GCC unroll 4
        for (int q = 0; q < chains; ++q)
#pragma GCC unroll 4
            for (int v = 0; v < Vectors; ++v) sum[q][v] = B(q == 0 && d.readout_bias ? *d.readout_bias : 0.f);
        const float* w = d.readout;
        const auto add = [&](int q) CTNN_INLINE {
            const B b(*w++);
#pragma GCC unroll 4
            for (int v = 0; v < Vectors; ++v) sum[q][v] = simd::fma(b, simd::load_aligned<B>(h + v * L), sum[q][v]);
            h += strip;
        };
        int left = units;
        for (; left >= chains; left -= chains)
#pragma GCC unroll 4
            for (int q = 0; q < chains; ++q) add(q);
        for (; left > 0; --left) add(0);
#pragma GCC unroll 4
        for (int v = 0; v < Vectors; ++v)
            simd::store_aligned(y + v * L, (sum[0][v] + sum[1][v]) + (sum[2][v] + sum[3][v]));
    }

    /// x (features, strip), now -> next (units, strip); c, keep, reset (units, strip)
    CTNN_INLINE inline void step(const float* x, const float* now, float* next, float* c, float* keep,
                                 float* reset) const {
        const auto load = [](const float* p) CTNN_INLINE { return simd::load_aligned<B>(p); };
        if constexpr (K.kind == k::simple || K.kind == k::lstm) {
            block_sums<gates> sum;
            for_each_block([&](int unit, int n, const columns& w) CTNN_INLINE {
                sums_of_block(x, now, n, w, sum);
                for (int i = 0, at = unit * strip; i < n * strip; i += L, at += L) {
                    if constexpr (K.kind == k::simple) {
                        simd::store_aligned(next + at, simd::apply<K.f>(load(sum.of[0] + i)));
                    } else {
                        B cell = load(c + at);
                        simd::store_aligned(next + at,
                                            lstm_cell_of_many<K>(load(sum.of[0] + i), load(sum.of[1] + i),
                                                                 load(sum.of[2] + i), load(sum.of[3] + i), cell));
                        simd::store_aligned(c + at, cell);
                    }
                }
            });
        } else if constexpr (K.kind == k::gru_reset_after) {
            block_sums<4> sum; // z, r, what h~ has of the state, and of x
            for_each_block([&](int unit, int n, const columns& w) CTNN_INLINE {
                constexpr int U = units_at_once(4);
                for (int u = 0; u < n; u += U) {
                    const columns tile{w.first + u, w.width, w.row};
                    B of_x[3][U][Vectors], s[3][U][Vectors];
                    begin(d.input_bias ? tile.at(d.state_row - 1) : nullptr, tile, of_x);
                    begin(d.recurrent_bias ? tile.at(d.rows - 1) : nullptr, tile, s);
                    add(x, d.features, tile.at(0), tile, of_x);
#pragma GCC unroll 8
                    for (int i = 0; i < U; ++i)
#pragma GCC unroll 4
                        for (int v = 0; v < Vectors; ++v) {
                            simd::store_aligned(sum.of[3] + (u + i) * strip + v * L, of_x[2][i][v]);
                            s[0][i][v] += of_x[0][i][v], s[1][i][v] += of_x[1][i][v];
                        }
                    add(now, units, tile.at(d.state_row), tile, s);
                    store(s, sum, u);
                }
                for (int i = 0, at = unit * strip; i < n * strip; i += L, at += L)
                    simd::store_aligned(next + at,
                                        gru_cell_of_many<K>(load(sum.of[0] + i), load(sum.of[1] + i),
                                                            load(sum.of[3] + i), load(sum.of[2] + i), load(now + at)));
            });
        } else {
            block_sums<2> first;
            for_each_block([&](int unit, int n, const columns& w) CTNN_INLINE {
                sums_of_block(x, now, n, w, first);
                for (int i = 0, at = unit * strip; i < n * strip; i += L, at += L) {
                    B z = load(first.of[0] + i), r = load(first.of[1] + i);
                    simd::apply_to_both<K.g>(z, r);
                    simd::store_aligned(keep + at, z);
                    simd::store_aligned(reset + at, r * load(now + at));
                }
            });
            block_sums<1> last;
            for_each_block([&](int unit, int n, const columns& w) CTNN_INLINE {
                sums_of_block(x, reset, n, columns{w.first + 2 * w.width, w.width, w.row}, last);
                for (int i = 0, at = unit * strip; i < n * strip; i += L, at += L) {
                    const B z = load(keep + at);
                    simd::store_aligned(
                        next + at, simd::fma(z, load(now + at), (1.f - z) * simd::apply<K.f>(load(last.of[0] + i))));
                }
            });
        }
    }
};

} // namespace ctnn::detail

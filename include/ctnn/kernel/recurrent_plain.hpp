/// A recurrence on a kernel as Keras has it: for programs whose weights are not packed. Sums go through memory.
#pragma once
#include "recurrent_single.hpp"

namespace ctnn::detail {

/// z (n) += x (rows) . the first n columns of w (rows, row).
template<class Target>
[[gnu::noinline]] void add_plain_product(const float* x, int rows, const float* w, int row, int n, float* z) {
    using B = simd::batch<Target>;
    constexpr int L = B::size;
    int j = 0;
    for (; j + 4 * L <= n; j += 4 * L) {
        B sum[4];
        for (int v = 0; v < 4; ++v) sum[v] = simd::load<B>(z + j + v * L);
        for (int i = 0; i < rows; ++i)
            for (int v = 0; v < 4; ++v)
                sum[v] = simd::fma(B(x[i]), simd::load<B>(w + std::ptrdiff_t(i) * row + j + v * L), sum[v]);
        for (int v = 0; v < 4; ++v) simd::store(z + j + v * L, sum[v]);
    }
    for (; j < n; j += L) {
        const int last = n - j < L ? n - j : L;
        B sum = simd::load_first<B>(z + j, last);
        for (int i = 0; i < rows; ++i)
            sum = simd::fma(B(x[i]), simd::load_first<B>(w + std::ptrdiff_t(i) * row + j, last), sum);
        simd::store_first(z + j, last, sum);
    }
}

/// The sums of a step, and those within h~: read in whole vectors.
template<class Target, recurrence_key K>
struct plain_sums {
    static constexpr int L = simd::batch<Target>::size;
    float z[ops::gates_of(K.kind) * K.units + L] = {}, inner[K.units + L] = {};
};

template<class Target, recurrence_key K>
[[gnu::noinline]] void run_plain(const recurrence_data& d, int steps, state_of<K, simd::batch<Target>::size>& s,
                                 float* y) {
    using B = simd::batch<Target>;
    using k = ops::recurrent_kind;
    constexpr int L = B::size, units = K.units, gates = ops::gates_of(K.kind), n = gates * units;
    const float* const w = d.kernel + std::ptrdiff_t(d.state_row) * n;
    const float* const bias = d.recurrent_bias ? d.kernel + std::ptrdiff_t(d.rows - 1) * n : d.bias;
    plain_sums<Target, K> sums;
    float *const z = sums.z, *const inner = sums.inner;
    const float* x = d.x;
    readout_of_steps<B, units> readout(d, y);
    for (int t = 0; t < steps; ++t, x += d.stride) {
        float *h = s.h[0], *next = s.h[1], *c = s.c; // never odd
        for (int j = 0; j < n; ++j)
            z[j] = K.from == gates_from::operand ? x[j] : d.input_bias ? d.kernel[d.features * n + j] : 0;
        if (K.from != gates_from::operand) add_plain_product<Target>(x, d.features, d.kernel, n, n, z);
        if (K.kind == k::gru_reset_after) {
            for (int j = 0; bias && j < 2 * units; ++j) z[j] += bias[j];
            for (int j = 0; j < units; ++j) inner[j] = bias ? bias[2 * units + j] : 0;
            add_plain_product<Target>(h, units, w + 2 * units, n, units, inner);
        }
        add_plain_product<Target>(h, units, w, n, K.kind == k::gru || K.kind == k::gru_reset_after ? 2 * units : n, z);
        const auto gate = [&](int g, int u) { return simd::load<B>(z + g * units + u); };
        if constexpr (K.kind == k::gru) {
            for (int u = 0; u < units; u += L) {
                B keep = gate(0, u), reset = gate(1, u);
                simd::apply_to_both<K.g>(keep, reset);
                simd::store_aligned(next + u, keep);
                simd::store(inner + u, reset * simd::load_aligned<B>(h + u));
            }
            add_plain_product<Target>(inner, units, w + 2 * units, n, units, z + 2 * units);
        }
        for (int u = 0; u < units; u += L) {
            const B now = simd::load_aligned<B>(h + u);
            if constexpr (K.kind == k::simple) {
                simd::store_aligned(h + u, simd::apply<K.f>(gate(0, u)));
            } else if constexpr (K.kind == k::lstm) {
                B cell = simd::load_aligned<B>(c + u);
                simd::store_aligned(h + u, lstm_cell<K>(gate(0, u), gate(1, u), gate(2, u), gate(3, u), cell));
                simd::store_aligned(c + u, cell);
            } else if constexpr (K.kind == k::gru) {
                const B keep = simd::load_aligned<B>(next + u);
                simd::store_aligned(h + u, simd::fma(keep, now, (1.f - keep) * simd::apply<K.f>(gate(2, u))));
            } else {
                simd::store_aligned(h + u,
                                    gru_cell<K>(gate(0, u), gate(1, u), gate(2, u), simd::load<B>(inner + u), now));
            }
        }
        if constexpr (K.readout)
            readout.add(h);
        else if (d.sequence)
            move_run<B>(h, y, units), y += units;
    }
    if constexpr (K.readout) readout.end();
}

} // namespace ctnn::detail

/// y (rows, n) = activation(x (rows, k) . w (k, n) + bias + residual), tiles of rows x vectors of outputs in registers.
#pragma once
#include "function.hpp"
#include "kernel.hpp"

namespace ctnn {
namespace detail {

/// What follows the sum, as constants.
struct product_epilogue {
    bool bias = false, residual = false;
    ops::function f = {};
};

/// MR rows x NV vectors of outputs; `last`: elements of the last vector that exist (all: a full one).
template<class B, int MR, int NV, int K, int N, product_epilogue E, int Last>
[[gnu::always_inline]] inline void product_tile(const float* __restrict x, const float* __restrict w,
                                                const float* __restrict bias, const float* __restrict residual,
                                                float* __restrict y) {
    constexpr int L = B::size;
    const auto load_w = [&](const float* p, int v) __attribute__((always_inline)) {
        return v + 1 == NV && Last < L ? simd::load_first<B>(p + v * L, Last) : simd::load<B>(p + v * L);
    };
    B sum[MR][NV];
#pragma GCC unroll 16
    for (int v = 0; v < NV; ++v) {
        const B b = E.bias ? load_w(bias, v) : B(0.f);
#pragma GCC unroll 16
        for (int m = 0; m < MR; ++m) sum[m][v] = b;
    }
#pragma GCC unroll 2
    for (int k = 0; k < K; ++k) {
        B row[NV];
#pragma GCC unroll 16
        for (int v = 0; v < NV; ++v) row[v] = load_w(w + std::size_t(k) * N, v);
#pragma GCC unroll 16
        for (int m = 0; m < MR; ++m) {
            const B a(x[m * K + k]);
#pragma GCC unroll 16
            for (int v = 0; v < NV; ++v) sum[m][v] = simd::fma(a, row[v], sum[m][v]);
        }
    }
#pragma GCC unroll 16
    for (int m = 0; m < MR; ++m)
#pragma GCC unroll 16
        for (int v = 0; v < NV; ++v) {
            B s = sum[m][v];
            if constexpr (E.residual) s += load_w(residual + std::size_t(m) * N, v);
            if constexpr (E.f.kind != ops::function_kind::identity) s = simd::apply<E.f>(s);
            float* to = y + std::size_t(m) * N + v * L;
            if (v + 1 == NV && Last < L)
                simd::store_first(to, Last, s);
            else
                simd::store(to, s);
        }
}

/// All rows of one panel of outputs.
template<class B, int Rows, int NV, int K, int N, product_epilogue E, int Last>
[[gnu::always_inline]] inline void product_panel(const float* x, const float* w, const float* bias,
                                                 const float* residual, float* y) {
    // accumulators, the weights and one element of x fit the registers
    constexpr int registers = B::size >= 16 ? 30 : 14;
    constexpr int most = (registers - NV) / (NV + 1);
    constexpr int MR = Rows < most ? Rows : most < 1 ? 1 : most > 8 ? 8 : most;
    int r = 0;
    for (; r + MR <= Rows; r += MR)
        product_tile<B, MR, NV, K, N, E, Last>(x + std::size_t(r) * K, w, bias, residual + std::size_t(r) * N,
                                               y + std::size_t(r) * N);
    if constexpr (Rows % MR != 0)
        product_tile<B, Rows % MR, NV, K, N, E, Last>(x + std::size_t(r) * K, w, bias, residual + std::size_t(r) * N,
                                                      y + std::size_t(r) * N);
}

template<class Target, int Rows, int K, int N, product_epilogue E>
[[gnu::noinline]] void product(const float* x, const float* w, const float* bias, const float* residual, float* y) {
    using B = simd::batch<Target>;
    constexpr int L = B::size;
    constexpr int NV = Rows == 1 ? 4 : 2, step = NV * L, panels = N / step;
    if constexpr (!E.residual) residual = y; // never read
    for (int p = 0; p < panels; ++p)
        product_panel<B, Rows, NV, K, N, E, L>(x, w + p * step, bias + p * step, residual + p * step, y + p * step);
    if constexpr (constexpr int rest = N - panels * step; rest > 0) {
        constexpr int vectors = (rest + L - 1) / L, last = rest - (vectors - 1) * L, at = panels * step;
        product_panel<B, Rows, vectors, K, N, E, last>(x, w + at, bias + at, residual + at, y + at);
    }
}

} // namespace detail

template<>
struct kernel<ops::op_kind::matmul> {
    template<class D, class Target>
    [[gnu::always_inline]] static void run(const float* const* x, float* y) {
        constexpr const descriptor& d = D::value;
        constexpr int k = d.in[1][0], n = d.in[1][1], rows = int(d.op.out.size()) / n;
        constexpr const ops::attributes& a = d.op.attr;
        constexpr detail::product_epilogue e{a.bias, a.residual, a.epilogue};
        constexpr int bias = 2, residual = 2 + a.bias;
        static_assert(d.in[0].last() == k && d.op.out.last() == n, "x (..., k) . w (k, n) -> (..., n)");
        const float* b = a.bias ? x[bias] : x[0];
        const float* r = a.residual ? x[residual] : y;
        if constexpr (d.op.times == 1 || (d.each[1] == 0 && d.each[0] > 0 && (!a.bias || d.each[bias] == 0) &&
                                          (!a.residual || d.each[residual] > 0)))
            detail::product<Target, rows * d.op.times, k, n, e>(x[0], x[1], b, r, y);
        else
            for (int t = 0; t < d.op.times; ++t)
                detail::product<Target, rows, k, n, e>(
                    x[0] + t * d.each[0], x[1] + t * d.each[1], a.bias ? b + t * d.each[bias] : b,
                    a.residual ? r + t * d.each[residual] : y, y + std::size_t(t) * std::size_t(rows) * n);
    }
};

} // namespace ctnn

/// A product with one column: a dot product for every row, along k. x (rows, k), w (k) -> y (rows).
#pragma once
#include "../shape/inline.hpp"
#include "product.hpp"
#include "sum_rows.hpp"

namespace ctnn::detail {

/// a . b, both (n), in four chains.
template<class B>
CTNN_INLINE inline B dot_lanes(const float* a, const float* b, int n) {
    constexpr int L = B::size;
    B part[4] = {B(0.f), B(0.f), B(0.f), B(0.f)};
    int i = 0;
    for (; i + 4 * L <= n; i += 4 * L)
#pragma GCC unroll 4
        for (int q = 0; q < 4; ++q)
            part[q] = simd::fma(simd::load<B>(a + i + q * L), simd::load<B>(b + i + q * L), part[q]);
    for (; i + L <= n; i += L) part[1] = simd::fma(simd::load<B>(a + i), simd::load<B>(b + i), part[1]);
    if (i < n) part[2] = simd::fma(simd::load_first<B>(a + i, n - i), simd::load_first<B>(b + i, n - i), part[2]);
    return (part[0] + part[1]) + (part[2] + part[3]);
}

/// One row; everything in one register.
template<class Target, int K, product_epilogue E>
CTNN_INLINE inline void dot_product(const float* x, const float* w, const float* bias, const float* residual,
                                    float* y) {
    using B = simd::batch<Target>;
    float s = simd::reduce_add(dot_lanes<B>(x, w, K));
    if constexpr (E.bias) s += *bias;
    if constexpr (E.residual) s += *residual;
    *y = simd::first_lane(simd::apply<E.f>(B(s)));
}
template<class Target, int K, product_epilogue E>
[[gnu::noinline]] void one_dot_product(const float* x, const float* w, const float* bias, const float* residual,
                                       float* y) {
    dot_product<Target, K, E>(x, w, bias, residual, y);
}

template<class Target, product_epilogue E>
[[gnu::noinline]] void dot_products(const float* x, const float* w, const float* bias, const float* residual, float* y,
                                    int rows, int k) {
    using B = simd::batch<Target>;
    constexpr int L = B::size;
    int row = 0;
    for (; row + L <= rows; row += L) {
        B each[L];
        for (int i = 0; i < L; ++i, x += k) each[i] = dot_lanes<B>(x, w, k);
        simd::store(y + row, simd::sum_rows(each));
    }
    for (; row < rows; ++row, x += k) y[row] = simd::reduce_add(dot_lanes<B>(x, w, k));
    B b = 0.f;
    if constexpr (E.bias) b = B(*bias);
    for (int r = 0; r < rows; r += L) {
        const int n = rows - r < L ? rows - r : L;
        B s = simd::load_first<B>(y + r, n) + b;
        if constexpr (E.residual) s += simd::load_first<B>(residual + r, n);
        simd::store_first(y + r, n, simd::apply<E.f>(s));
    }
}

} // namespace ctnn::detail

/// y (..., n) = activation(x (..., k) . w (k, n) + bias + residual): which of the products' kernels runs.
#pragma once
#include "../shape/inline.hpp"
#include "kernel.hpp"
#include "product_bf16.hpp"
#include "product_dot.hpp"
#include "product_rows.hpp"
#include "product_small.hpp"
#include "product_sparse.hpp"

namespace ctnn {
namespace detail {

/// All that decides which code is needed; `rows`: as far as it matters.
struct product_form {
    int rows = 1, k = 1, n = 1, panel = 0;
    bool sparse = false, bf16 = false;
    product_epilogue e = {};
};

template<class Target, product_form F>
CTNN_INLINE inline void product(const float* x, const float* w, const float* bias, const float* residual, float* y) {
    constexpr int L = simd::batch<Target>::size;
    constexpr product_epilogue short_e{F.e.bias, F.e.residual, in_registers(F.e.f)};
    if constexpr (F.n == 1 && F.rows == 1) {
        // one column, one row
        if constexpr (F.k <= 4 * L)
            dot_product<Target, F.k, F.e>(x, w, bias, residual, y);
        else
            one_dot_product<Target, F.k, F.e>(x, w, bias, residual, y);
    } else if constexpr (F.n == 1) {
        // one column
        dot_products<Target, F.e>(x, w, bias, residual, y, F.rows, F.k);
    } else if constexpr (F.bf16) {
        // weights in half the memory
        const product_operands o{x, w, bias, residual, y, F.rows, F.k, F.n, F.panel, (F.k + 1) / 2};
        if constexpr (F.rows > 1)
            product_columns<Target, short_e, product_cut(F.n, F.panel, tile_vectors(hardware_of<Target>), L)>(
                o, many_rows<F.rows, bf16_tile>{});
        else
            product_columns<Target, short_e, product_cut(F.n, F.panel, row_vectors, L)>(o, one_bf16_row{});
        apply_rest<Target, F.e.f>(y, std::size_t(F.rows) * F.n);
    } else if constexpr (F.rows == 1 && !F.sparse && is_small_product(F.k, F.n, L)) {
        // one row, few weights
        constexpr int step = F.panel ? (F.n + L - 1) / L * L : F.n;
        if constexpr (is_tiny_product(F.k, F.n, L))
            tiny_product<Target, F.k, F.n, step, F.e>(x, w, bias, residual, y);
        else
            small_product<Target, F.k, F.n, step, F.e>(x, w, bias, residual, y);
    } else {
        const product_operands o{x, w, bias, residual, y, F.rows, F.k, F.n, F.panel, F.k};
        if constexpr (F.rows > 1) // many rows
            product_columns<Target, short_e, product_cut(F.n, F.panel, tile_vectors(hardware_of<Target>), L)>(
                o, many_rows<F.rows>{});
        else if constexpr (F.sparse) // one row with many zeros
            sparse_product<Target, short_e, product_cut(F.n, F.panel, row_vectors, L), sparse_room(F.k)>(o);
        else // one row
            product_columns<Target, short_e, product_cut(F.n, F.panel, row_vectors, L)>(o, one_row{});
        apply_rest<Target, F.e.f>(y, std::size_t(F.rows) * F.n);
    }
}

/// A descriptor as the kernels want it.
template<class D>
struct described_product {
    static constexpr const descriptor& d = D::value;
    static constexpr const ops::attributes& a = d.op.attr;
    static constexpr int k = d.in[0].last(), n = d.op.out.last(), rows = int(d.op.out.size()) / n, times = d.op.times;
    static constexpr int bias = 2, residual = 2 + a.bias;
    static_assert(a.panel ? d.in[1].rank == 1 : d.in[1] == extents(k, n), "x (..., k) . w (k, n) -> (..., n)");
    /// The rows of all runs are one run's where they lie behind each other and the rest is the same for all.
    static constexpr bool together = times == 1 || (d.each[1] == 0 && d.each[0] > 0 && (!a.bias || d.each[bias] == 0) &&
                                                    (!a.residual || d.each[residual] > 0));
    static constexpr int all_rows = together ? rows * times : rows;
    static constexpr bool sparse = all_rows == 1 && n > 1 && ops::input_kind(a.variant) == ops::input_kind::sparse;
    static constexpr product_form form{all_rows, k, n, a.panel, sparse, a.bf16, {a.bias, a.residual, a.epilogue}};
};

} // namespace detail

template<>
struct kernel<ops::op_kind::matmul> {
    template<class D, class Target>
    static constexpr std::size_t stack_bytes() {
        constexpr detail::product_form form = detail::described_product<D>::form;
        if constexpr (form.sparse && !form.bf16)
            return sizeof(detail::nonzero_list<Target, detail::sparse_room(form.k)>);
        else
            return 0;
    }
    template<class D, class Target>
    CTNN_INLINE static void run(const float* const* x, float* y) {
        using described = detail::described_product<D>;
        constexpr const descriptor& d = D::value;
        constexpr const ops::attributes& a = d.op.attr;
        constexpr int n = described::n, rows = described::rows, times = d.op.times;
        constexpr int bias = described::bias, residual = described::residual;
        constexpr detail::product_form form = described::form;
        const float* b = a.bias ? x[bias] : x[0];
        const float* r = a.residual ? x[residual] : x[0]; // never read if there is none
        if constexpr (described::together)
            detail::product<Target, form>(x[0], x[1], b, r, y);
        else
            for (int t = 0; t < times; ++t)
                detail::product<Target, form>(
                    x[0] + t * d.each[0], x[1] + t * d.each[1], a.bias ? b + t * d.each[bias] : b,
                    a.residual ? r + t * d.each[residual] : r, y + std::size_t(t) * std::size_t(rows) * n);
    }
};

} // namespace ctnn

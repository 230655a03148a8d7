/// The columns of a product, slice after slice. Weights are as Keras has them or in panels (op/pack.hpp).
#pragma once
#include "../program/packing_product.hpp"
#include "product.hpp"

namespace ctnn::detail {

/// How n columns are cut into slices of V vectors; all of them are whole, but the last. What that is decides which code
/// is needed.
struct product_cut {
    int vectors = 1;                         ///< of the last slice
    product_part part = product_part::whole; ///< of its last vector
    bool overlaps = false; ///< in Keras' order: behind it the last L columns once more, in a vector of their own

    constexpr product_cut(int n, bool packed, int V, int L) {
        const bool whole = n % L == 0;
        overlaps = !packed && !whole && n > L;
        if (!packed && n < L)
            part = product_part::all;
        else if (packed && !whole)
            part = product_part::outputs;
        const int all = overlaps ? n / L : (n + L - 1) / L;
        vectors = all - (all - 1) / V * V;
        // a single vector has little to do with an element of x: it goes with those before it, if it is in their panel
        if (vectors == 1 && all > 1 && (all - 1) % product_panel_vectors != 0) vectors += V;
    }
    constexpr bool operator==(const product_cut&) const = default;
};

/// A whole product: x (rows, k), y and residual (rows, n), bias (n), w (k, n) in panels of `panel` columns, 0: as it
/// is.
struct product_operands {
    const float *x, *w, *bias, *residual;
    float* y;
    int rows, k, n, panel;
    int weight_rows; ///< of w: k, or half as many
};

/// How: one_row, many_rows or sparse_row.
template<class Target, product_epilogue E, product_cut Cut, class How>
[[gnu::noinline]] void product_columns(const product_operands& o, const How& how) {
    constexpr int L = simd::batch<Target>::size, width = How::vectors(hardware_of<Target>) * L;
    product_slice s{o.x, o.w, o.bias, o.residual, o.y, o.rows, o.k, o.k, o.n, o.n, L};
    const auto move_to = [&](int column) {
        s.bias = o.bias + column, s.residual = o.residual + column, s.y = o.y + column;
        if (o.panel == 0) {
            s.w = o.w + column;
            return;
        }
        const int begin = column / o.panel * o.panel, left = (o.n - begin + L - 1) / L * L;
        s.w = o.w + std::ptrdiff_t(begin) * o.weight_rows + (column - begin);
        s.w_step = left < o.panel ? left : o.panel;
    };
    const int behind = Cut.overlaps ? o.n % L : 0, whole = ((o.n - behind + L - 1) / L - Cut.vectors) * L;
    for (int column = 0; column < whole; column += width) {
        move_to(column);
        how.template run<Target, width / L, E, product_part::whole>(s);
    }
    move_to(whole);
    s.last = o.n - behind - whole - (Cut.vectors - 1) * L;
    how.template run<Target, Cut.vectors, E, Cut.part>(s);
    if constexpr (Cut.overlaps) {
        move_to(o.n - L);
        s.last = L;
        how.template run<Target, 1, E, product_part::whole>(s);
    }
}

} // namespace ctnn::detail

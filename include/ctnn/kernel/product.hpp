/// y (rows, n) = activation(x (rows, k) . w (k, n) + bias (n) + residual (rows, n)): what the kernels of a product
/// share. A slice is a few vectors of columns. Extents are arguments, so that all products share the code of a slice;
/// where that costs time (product_small.hpp) they are constants in the caller and the code of a slice is inlined there.
///
/// x is read element by element, w in vectors along n. Predictions have w packed in panels of a slice's width,
/// training, whose weights change, reads it as it is, at w_step: the same slices. (Its x^T . dy is in
/// outer_products.hpp; its dy . w^T, where vectors cannot go along w, in matmul_input.hpp.)
#pragma once
#include "../shape/inline.hpp"
#include "epilogue.hpp"
#include "registers.hpp"
#include <cstddef>

namespace ctnn::detail {

/// What follows the sum.
struct product_epilogue {
    bool bias = false, residual = false;
    ops::function f = {}; ///< in the registers
};

/// How much of a slice's last vector exists.
enum class product_part : unsigned char {
    whole,
    outputs, ///< `last` columns; the weights are whole vectors, they are packed
    all      ///< `last` columns, of the weights too
};

/// A slice of columns: where its operands begin, and how far apart their rows are.
struct product_slice {
    const float* x;        // (rows, k)
    const float* w;        // (k, vectors of the slice)
    const float* bias;     // (vectors of the slice)
    const float* residual; // (rows, vectors of the slice), as far apart as y's
    float* y;              // (rows, vectors of the slice)
    int rows, k;
    int x_step, w_step, y_step;
    int last; ///< columns in the last vector
};

/// Vector v of V at p, where `Masked` says whether the last one is a part of a vector.
template<class B, int V, bool Masked>
CTNN_INLINE inline B load_vector(const float* p, int v, int last) {
    return Masked && v + 1 == V ? simd::load_first<B>(p + v * B::size, last) : simd::load<B>(p + v * B::size);
}

/// What the sums of a row of a slice begin with: the bias.
template<product_epilogue E, product_part P, int V, class B>
CTNN_INLINE inline void begin_row(B (&sum)[V], const product_slice& s) {
#pragma GCC unroll 8
    for (int v = 0; v < V; ++v) {
        sum[v] = B(0.f);
        if constexpr (E.bias) sum[v] = load_vector<B, V, P != product_part::whole>(s.bias, v, s.last);
    }
}

/// y = f(sum + residual), one row of a slice; the bias is in the sum.
template<product_epilogue E, product_part P, int V, class B>
CTNN_INLINE inline void finish_row(const B (&sum)[V], const float* residual, float* y, int last) {
    constexpr bool masked = P != product_part::whole;
#pragma GCC unroll 8
    for (int v = 0; v < V; ++v) {
        B s = sum[v];
        if constexpr (E.residual) s += load_vector<B, V, masked>(residual, v, last);
        s = simd::apply<E.f>(s);
        if (masked && v + 1 == V)
            simd::store_first(y + v * B::size, last, s);
        else
            simd::store(y + v * B::size, s);
    }
}

} // namespace ctnn::detail

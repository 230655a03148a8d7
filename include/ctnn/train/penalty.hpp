/// What a regularizer adds to the loss, and to the gradient of its weight. No gradient is wanted where it is null.
#pragma once
#include "../op/math.hpp"
#include "regularizers.hpp"

namespace ctnn::detail {

template<class Options, class Real>
constexpr Real absolute_penalty(const regularizer& r, const Real* w, Real* gradient, std::size_t n) {
    const Real l1(r.l1), l2(r.l2), twice(2 * r.l2);
    Real absolute = 0, square = 0;
    for (std::size_t i = 0; i < n; ++i) {
        absolute += math::abs(w[i]);
        square += w[i] * w[i];
        if (gradient) gradient[i] += (w[i] > 0 ? l1 : w[i] < 0 ? -l1 : Real(0)) + twice * w[i];
    }
    return l1 * absolute + l2 * square;
}

/// Vector i of `count`: elements `along` apart, the vectors `next` apart.
template<class Options, class Real>
struct matrix_vectors {
    const Real* w;
    int count, length, next, along;
    constexpr Real product(int a, int b) const {
        Real sum = 0;
        for (int k = 0; k < length; ++k) sum += w[a * next + k * along] * w[b * next + k * along];
        return sum;
    }
    /// Keras divides by no less than 1e-7.
    constexpr Real norm(int a) const {
        const Real n = math::sqrt(product(a, a));
        return n > Real(1e-7) ? n : Real(1e-7);
    }
};

/// Without memory of its own: norms and cosines are computed anew where they are needed.
template<class Options, class Real>
constexpr Real orthogonal_penalty(const regularizer& r, const Real* w, Real* gradient, const extents& shape) {
    const bool rows = r.mode == orthogonal_mode::rows;
    const matrix_vectors<Options, Real> v = rows ? matrix_vectors<Options, Real>{w, shape[0], shape[1], shape[1], 1}
                                                 : matrix_vectors<Options, Real>{w, shape[1], shape[0], 1, shape[1]};
    if (v.count < 2) return 0;
    const Real scale = Real(r.factor) / (Real(v.count) * Real(v.count - 1) / 2);
    Real sum = 0;
    for (int a = 0; a < v.count; ++a) {
        const Real norm = v.norm(a);
        for (int b = 0; b < v.count; ++b) {
            if (a == b) continue;
            const Real other = v.norm(b), cosine = v.product(a, b) / (norm * other);
            sum += math::abs(cosine);
            if (!gradient) continue;
            const Real change = (cosine > 0 ? scale : cosine < 0 ? -scale : Real(0)) / norm;
            for (int k = 0; k < v.length; ++k) {
                const int own = a * v.next + k * v.along;
                gradient[own] += change * (w[b * v.next + k * v.along] / other - cosine * w[own] / norm);
            }
        }
    }
    return scale / 2 * sum;
}

/// The penalty of a weight; its gradient is added to `gradient`. Options is a type that tells sources with different -m
/// flags apart: a kernel's Target.
template<class Options, class Real>
constexpr Real add_penalty(const regularizer& r, const Real* w, Real* gradient, const extents& shape) {
    switch (r.kind) {
    case regularizer_kind::l1_l2:
        return absolute_penalty<Options>(r, w, gradient, shape.size());
    case regularizer_kind::orthogonal:
        return orthogonal_penalty<Options>(r, w, gradient, shape);
    default:
        return 0;
    }
}

} // namespace ctnn::detail

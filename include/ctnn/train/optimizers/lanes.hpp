/// Functions for the formulas of optimizers, of a number (also in constant expressions) or of all lanes of a vector.
#pragma once
#include "../../shape/inline.hpp"
#include "../numbers.hpp"
#include <type_traits>

namespace ctnn::lanes {

// A vector brings its functions along (kernel/simd.hpp), which are found by its type.

template<class V>
CTNN_INLINE constexpr V exact_root(V x) {
    if constexpr (std::is_floating_point_v<V>)
        return math::sqrt(x);
    else
        return sqrt(x);
}

/// The root to about an ulp, where a vector has it for less, and never below 1e-19 then.
template<class V>
CTNN_INLINE constexpr V quick_root(V x) {
    if constexpr (std::is_floating_point_v<V>)
        return math::sqrt(x);
    else
        return root(x);
}
/// a / b to about an ulp, for a finite quotient and a b from 2^-126 to 2^126.
template<class V>
CTNN_INLINE constexpr V ratio(V a, V b) {
    if constexpr (std::is_floating_point_v<V>)
        return a / b;
    else
        return quotient(a, b);
}

/// w - a / (sqrt(x) + e), as quick_root and ratio have it.
template<class V>
CTNN_INLINE constexpr V minus_by_root(V w, V a, V x, std::type_identity_t<V> e) {
    if constexpr (std::is_floating_point_v<V>)
        return w - a / (math::sqrt(x) + e);
    else
        return minus_by_root(w, a, x, e);
}

/// a b + c
template<class V>
CTNN_INLINE constexpr V multiply_add(V a, std::type_identity_t<V> b, std::type_identity_t<V> c) {
    if constexpr (std::is_floating_point_v<V>)
        return a * b + c;
    else
        return fma(a, b, c);
}

/// c - a b
template<class V>
CTNN_INLINE constexpr V minus_product(V a, std::type_identity_t<V> b, std::type_identity_t<V> c) {
    if constexpr (std::is_floating_point_v<V>)
        return c - a * b;
    else
        return fnma(a, b, c);
}

/// x where it is NaN.
template<class V>
CTNN_INLINE constexpr V larger(std::type_identity_t<V> bound, V x) {
    if constexpr (std::is_floating_point_v<V>)
        return bound > x ? bound : x;
    else
        return max(bound, x);
}
template<class V>
CTNN_INLINE constexpr V smaller(std::type_identity_t<V> bound, V x) {
    if constexpr (std::is_floating_point_v<V>)
        return bound < x ? bound : x;
    else
        return min(bound, x);
}

template<class V>
CTNN_INLINE constexpr V magnitude(V x) {
    if constexpr (std::is_floating_point_v<V>)
        return math::abs(x);
    else
        return abs(x);
}

/// -1, 0 or 1
template<class V>
CTNN_INLINE constexpr V sign(V x) {
    if constexpr (std::is_floating_point_v<V>)
        return x > 0 ? V(1) : x < 0 ? V(-1) : x;
    else
        return select(x > V(0.f), V(1.f), select(x < V(0.f), V(-1.f), x));
}

/// x^p for x >= 0 and p >= 0.
template<class V, class Real>
CTNN_INLINE constexpr V power(V x, Real p) {
    if constexpr (std::is_floating_point_v<V>)
        return math::pow(x, p);
    else
        return exp(log(max(V(0x1p-126f), x)) * V(p));
}

} // namespace ctnn::lanes

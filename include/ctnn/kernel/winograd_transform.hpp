/// Winograd's transforms along one axis for a vector of channels each: F(2, 3) and F(4, 3) of op/winograd.hpp.
#pragma once
#include "../op/winograd.hpp"
#include "../shape/inline.hpp"
#include "simd.hpp"

namespace ctnn::detail {

/// ops::winograd_points as floats.
struct winograd_factors {
    using exact = ops::winograd_points;
    static constexpr float p = exact::p, q = exact::q, p2 = exact::p2, q2 = exact::q2, s2 = exact::sum_of_squares,
                           by_p = exact::by_p, by_q = exact::by_q;
};

/// to (m + 2) = B^T . from (m + 2)
template<int M, class B>
CTNN_INLINE inline void winograd_input(const B* from, B* to) {
    if constexpr (M == 2) {
        to[0] = from[0] - from[2], to[1] = from[1] + from[2], to[2] = from[2] - from[1], to[3] = from[1] - from[3];
    } else {
        using k = winograd_factors;
        const B even = simd::fma(from[2], -k::q2, from[4]), odd = simd::fma(from[1], -k::q2, from[3]);
        const B outer = simd::fma(from[2], -k::p2, from[4]), inner = simd::fma(from[1], -k::p2, from[3]);
        to[0] = simd::fma(from[2], -k::s2, from[0] + from[4]);
        to[1] = simd::fma(odd, k::p, even), to[2] = simd::fma(odd, -k::p, even);
        to[3] = simd::fma(inner, k::q, outer), to[4] = simd::fma(inner, -k::q, outer);
        to[5] = simd::fma(from[3], -k::s2, from[1] + from[5]);
    }
}

/// to (m) = A^T . from (m + 2)
template<int M, class B>
CTNN_INLINE inline void winograd_output(const B* from, B* to) {
    const B sum = from[1] + from[2], difference = from[1] - from[2];
    if constexpr (M == 2) {
        to[0] = from[0] + sum, to[1] = difference - from[3];
    } else {
        using k = winograd_factors;
        const B sum2 = from[3] + from[4], difference2 = from[3] - from[4];
        to[0] = simd::fma(sum, k::q, simd::fma(sum2, k::p2, from[0]));
        to[1] = simd::fma(difference2, k::p, difference), to[2] = simd::fma(sum, k::p, sum2);
        to[3] = simd::fma(difference2, k::q, simd::fma(difference, k::p2, from[5]));
    }
}

} // namespace ctnn::detail

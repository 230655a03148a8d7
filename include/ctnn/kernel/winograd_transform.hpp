/// Winograd's transforms along one axis for a vector of channels each: F(2, 3) and F(4, 3) of op/winograd.hpp.
#pragma once
#include "../shape/inline.hpp"
#include "simd.hpp"

namespace ctnn::detail {

/// to (m + 2) = B^T . from (m + 2)
template<int M, class B>
CTNN_INLINE inline void winograd_input(const B* from, B* to) {
    if constexpr (M == 2) {
        to[0] = from[0] - from[2], to[1] = from[1] + from[2], to[2] = from[2] - from[1], to[3] = from[1] - from[3];
    } else {
        const B even = simd::fma(from[2], -4.f, from[4]), odd = simd::fma(from[1], -4.f, from[3]);
        const B outer = from[4] - from[2], inner = from[3] - from[1];
        to[0] = simd::fma(from[0], 4.f, simd::fma(from[2], -5.f, from[4]));
        to[1] = even + odd, to[2] = even - odd;
        to[3] = simd::fma(inner, 2.f, outer), to[4] = simd::fma(inner, -2.f, outer);
        to[5] = simd::fma(from[1], 4.f, simd::fma(from[3], -5.f, from[5]));
    }
}

/// to (m) = A^T . from (m + 2)
template<int M, class B>
CTNN_INLINE inline void winograd_output(const B* from, B* to) {
    const B sum = from[1] + from[2], difference = from[1] - from[2];
    if constexpr (M == 2) {
        to[0] = from[0] + sum, to[1] = difference - from[3];
    } else {
        const B sum2 = from[3] + from[4], difference2 = from[3] - from[4];
        to[0] = from[0] + sum + sum2, to[1] = simd::fma(difference2, 2.f, difference);
        to[2] = simd::fma(sum2, 4.f, sum), to[3] = simd::fma(difference2, 8.f, difference) + from[5];
    }
}

} // namespace ctnn::detail

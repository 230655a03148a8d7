/// The larger of two, NaN if one of them is NaN: what the maximum of a set is made of.
#pragma once
#include "../shape/inline.hpp"
#include "simd.hpp"

#ifdef __clang__
#pragma float_control(precise, on, push)
#endif

namespace ctnn::simd {

template<class T>
CTNN_INLINE inline batch<T> max_or_nan(batch<T> most, batch<T> x) {
    return keep_nan(x, nan_of(most, max(most, x)));
}

} // namespace ctnn::simd

#ifdef __clang__
#pragma float_control(pop)
#endif

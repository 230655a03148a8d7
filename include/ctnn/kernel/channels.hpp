/// Vectors along the last axis, where the channels are.
#pragma once
#include "../shape/inline.hpp"
#include "simd.hpp"

namespace ctnn::detail {

/// f(first, load, store) for every vector of c channels; the last one may be a part of a vector.
template<class Target, class F>
CTNN_INLINE inline void for_each_channels(int c, const F& f) {
    using B = simd::batch<Target>;
    constexpr int L = B::size;
    int i = 0;
    for (; i + L <= c; i += L)
        f(
            i, [](const float* p) CTNN_INLINE { return simd::load<B>(p); },
            [](float* p, B v) CTNN_INLINE { simd::store(p, v); });
    if (const int part = c - i; part > 0)
        f(
            i, [part](const float* p) CTNN_INLINE { return simd::load_first<B>(p, part); },
            [part](float* p, B v) CTNN_INLINE { simd::store_first(p, part, v); });
}

} // namespace ctnn::detail

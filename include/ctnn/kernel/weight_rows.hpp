/// How a kernel reads rows of packed weights: floats, or bfloat16, two rows of which are one of words
/// (op/row_pairs.hpp).
#pragma once
#include "../shape/inline.hpp"
#include "simd.hpp"
#include <type_traits>

namespace ctnn::detail {

/// Part: which of the rows that are together in one.
struct float_rows {
    static constexpr int together = 1;
    template<class B, int Part>
    CTNN_INLINE static inline B load_aligned(const float* p) {
        return simd::load_aligned<B>(p);
    }
    template<class B, int Part>
    CTNN_INLINE static inline B broadcast(const float* p) {
        return B(*p);
    }
};

struct bf16_rows {
    static constexpr int together = 2;
    template<class B, int Part>
    CTNN_INLINE static inline B load_aligned(const float* p) {
        return simd::load_bf16<B, Part == 1>(p);
    }
    template<class B, int Part>
    CTNN_INLINE static inline B broadcast(const float* p) {
        return simd::half_of_words<Part == 1>(B(*p));
    }
};

template<bool Bf16>
using weight_rows = std::conditional_t<Bf16, bf16_rows, float_rows>;

} // namespace ctnn::detail

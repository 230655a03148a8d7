/// Samples into strips, where they lie side by side in the lanes, and back: blocks of them are transposed in registers.
#pragma once
#include "../shape/inline.hpp"
#include "simd.hpp"
#include <cstddef>
#include <type_traits>

namespace ctnn::detail {

/// to (columns, strip) = x (samples, columns; x_each apart)
template<class B, int Strip>
CTNN_INLINE inline void into_strip(const float* x, std::ptrdiff_t x_each, int samples, int columns, float* to) {
    int s = 0;
    const auto take = [&]<class Block>(std::type_identity<Block>) CTNN_INLINE {
        constexpr int n = Block::size;
        for (; s + n <= samples; s += n, x += n * x_each) {
            float* column = to + s;
            int left = columns;
            const float* from = x;
            for (; left >= 4; left -= 4, from += 4, column += 4 * Strip)
                simd::transpose_to_4<Block>(from, x_each, column, Strip);
            for (; left > 0; --left, ++from, column += Strip)
                for (int i = 0; i < n; ++i) column[i] = from[i * x_each];
        }
    };
    take(std::type_identity<B>{});
    take(std::type_identity<simd::quad>{});
    for (; s < samples; ++s, x += x_each)
        for (int j = 0; j < columns; ++j) to[j * Strip + s] = x[j];
}
/// y (samples, columns; y_each apart) = from (columns, strip)
template<class B, int Strip>
CTNN_INLINE inline void out_of_strip(const float* from, int samples, int columns, float* y, std::ptrdiff_t y_each) {
    int s = 0;
    for (; s + 4 <= samples; s += 4, y += 4 * y_each) {
        int j = 0;
        const auto put = [&]<class Block>(std::type_identity<Block>) CTNN_INLINE {
            for (; j + Block::size <= columns; j += Block::size)
                simd::transpose_to_4<Block>(from + j * Strip + s, Strip, y + j, y_each);
        };
        put(std::type_identity<B>{});
        put(std::type_identity<simd::quad>{});
        for (; j < columns; ++j)
            for (int i = 0; i < 4; ++i) y[i * y_each + j] = from[j * Strip + s + i];
    }
    for (; s < samples; ++s, y += y_each)
        for (int j = 0; j < columns; ++j) y[j] = from[j * Strip + s];
}

} // namespace ctnn::detail

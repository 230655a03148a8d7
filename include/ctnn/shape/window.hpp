/// Arithmetic of sliding windows, as Keras does it: output sizes and how much is padded on either side.
#pragma once
#include "extents.hpp"

namespace ctnn {

enum class padding_kind : unsigned char { valid, same, causal };

namespace detail {

/// Extent of a window of `size` taps that are `dilation` apart.
constexpr int dilated(int size, int dilation) { return bounded((size - 1LL) * dilation + 1); }

/// Output extent of a window over `n` elements; zero or less where it does not fit.
constexpr int window_output(int n, int size, int stride, int dilation, padding_kind padding) {
    if (padding != padding_kind::valid) return int((n + (stride - 1LL)) / stride);
    const int room = n - dilated(size, dilation);
    return room < 0 ? 0 : room / stride + 1;
}

/// Padding in front of the first element. With `same` the odd one goes behind, as in Keras.
constexpr int window_before(int n, int size, int stride, int dilation, padding_kind padding) {
    if (padding == padding_kind::valid) return 0;
    if (padding == padding_kind::causal) return dilated(size, dilation) - 1;
    const int out = window_output(n, size, stride, dilation, padding);
    const long long total = (out - 1LL) * stride + dilated(size, dilation) - n;
    return total > 0 ? bounded(total / 2) : 0;
}

/// Output extent of a transposed convolution; `output_padding` < 0 means that none was given.
constexpr int transposed_output(int n, int size, int stride, int dilation, padding_kind padding, int output_padding) {
    const int taps = dilated(size, dilation);
    if (padding == padding_kind::valid) {
        const int extra = output_padding < 0 ? (taps > stride ? taps : stride) - taps : output_padding;
        return bounded((n - 1LL) * stride + taps + extra);
    }
    return bounded(output_padding < 0 ? 1LL * n * stride : (n - 1LL) * stride + taps % 2 + output_padding);
}

/// How many elements a transposed convolution drops in front of its output.
constexpr int transposed_crop(int size, int stride, int dilation, padding_kind padding, int output_padding) {
    if (padding == padding_kind::valid) return 0;
    const int taps = dilated(size, dilation);
    const long long total = output_padding < 0 ? 1LL * stride + taps - 2 : 1LL * taps + taps % 2 - 2 + output_padding;
    const long long left = total / 2 + total % 2;
    return taps - 1 - int(left < taps - 1 ? left : taps - 1);
}

} // namespace detail
} // namespace ctnn

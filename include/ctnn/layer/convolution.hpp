/// What the convolutions have in common: their window, and how they end.
#pragma once
#include "spatial.hpp"

namespace ctnn::layers {

template<int Rank>
struct convolution {
    extents kernel_size{};
    extents strides{1};
    padding_kind padding = padding_kind::valid;
    data_format_kind data_format = data_format_kind::channels_last;
    extents dilation_rate{1};
    activation_kind activation = activation_kind::linear;
    bool use_bias = true;
    initializer bias_initializer{initializer_kind::zeros};

    constexpr bool operator==(const convolution&) const = default;

protected:
    /// The sentences about the window; `causal`: whether it may be.
    constexpr void check_window(report& say, bool causal = false) const {
        detail::check_spread(say, "kernel_size", kernel_size, Rank);
        detail::check_spread(say, "strides", strides, Rank);
        detail::check_spread(say, "dilation_rate", dilation_rate, Rank);
        detail::check_stride_or_dilation(say, strides, dilation_rate);
        if (!causal) detail::check_no_causal(say, padding);
    }
    /// The window must fit into `x`, and the activation run on the `channels` of what it makes.
    constexpr void check_result(report& say, const extents& x, int channels) const {
        const bool fits = padding != padding_kind::valid;
        if (fits && is_elementwise(activation)) return;
        const auto s = slide(x);
        if (!fits) detail::check_fits(say, "kernel", s, kernel_size, x);
        detail::check_ending(say, activation, s, channels, data_format);
    }

    constexpr detail::slide slide(const extents& x) const {
        return detail::slide_over(detail::space_of(x, data_format), kernel_size, strides, dilation_rate, padding);
    }
    /// The shape of a kernel: its extents in space, then `in` and `out`.
    constexpr extents kernel_shape(int in, int out) const {
        return detail::spread(kernel_size, Rank).append(in).append(out);
    }

    /// Bias, activation, and the channels back where they were. What looks at a whole axis takes the last one of the
    /// layer's own format, as in Keras.
    constexpr ops::value finish(parameters& own, ops::value y) const {
        if (use_bias) y = ops::add(y, own.add("bias", extents(y.shape().last()), bias_initializer));
        if (data_format != detail::first_format || is_elementwise(activation))
            return detail::from_last(activate(y, activation), data_format);
        return activate(detail::from_last(y, data_format), activation);
    }
};

} // namespace ctnn::layers

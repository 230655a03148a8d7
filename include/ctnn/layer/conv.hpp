/// y = activation(x * kernel + bias), without flipping the kernel        keras.layers.Conv1D, Conv2D, Conv3D
///   x (space..., c) -> y (space'..., filters);  kernel (kernel_size..., c / groups, filters), bias (filters)
///   valid: space' = (space - span) / strides + 1, same and causal: space / strides, rounded up; with `same` an odd
///   element of padding is behind. channels_first: x (c, space...) -> y (filters, space'...), the same weights.
#pragma once
#include "../op/conv.hpp"
#include "spatial.hpp"

namespace ctnn::layers {

template<int Rank>
struct conv {
    int filters = 0;
    extents kernel_size{};
    extents strides{1};
    padding_kind padding = padding_kind::valid;
    data_format_kind data_format = data_format_kind::channels_last;
    extents dilation_rate{1};
    int groups = 1;
    activation_kind activation = activation_kind::linear;
    bool use_bias = true;
    initializer kernel_initializer{initializer_kind::glorot_uniform};
    initializer bias_initializer{initializer_kind::zeros};

    constexpr bool operator==(const conv&) const = default;
    static constexpr std::string_view keras_name = Rank == 1 ? "Conv1D" : Rank == 2 ? "Conv2D" : "Conv3D";
    static constexpr auto arguments() {
        return takes(required(ctnn::filters), &conv::filters, required(ctnn::kernel_size), &conv::kernel_size,
                     ctnn::strides, &conv::strides, ctnn::padding, &conv::padding, ctnn::data_format,
                     &conv::data_format, ctnn::dilation_rate, &conv::dilation_rate, ctnn::groups, &conv::groups,
                     ctnn::activation, &conv::activation, ctnn::use_bias, &conv::use_bias, ctnn::kernel_initializer,
                     &conv::kernel_initializer, ctnn::bias_initializer, &conv::bias_initializer);
    }

    constexpr void check(report& say, const input_shapes& x) const {
        say.unless(filters > 0, "filters must be positive, got ", filters);
        detail::check_spread(say, "kernel_size", kernel_size, Rank);
        detail::check_spread(say, "strides", strides, Rank);
        detail::check_spread(say, "dilation_rate", dilation_rate, Rank);
        detail::check_stride_or_dilation(say, strides, dilation_rate);
        if (Rank > 1) detail::check_no_causal(say, padding);
        say.unless(groups > 0, "groups must be positive, got ", groups);
        detail::check_rank(say, x[0], Rank, data_format);
        if (say.failed()) return;
        const int channels = detail::channels_of(x[0], data_format);
        say.unless(channels % groups == 0, "groups = ", groups, " does not divide the ", channels,
                   " channels of its input ", x[0], "; hint: groups must divide the channels and filters");
        say.unless(filters % groups == 0, "groups = ", groups, " does not divide filters = ", filters,
                   "; hint: every group makes as many channels");
        if (padding == padding_kind::valid) detail::check_fits(say, "kernel", slide(x[0]), kernel_size, x[0]);
        if (!is_elementwise(activation)) detail::check_ending(say, activation, slide(x[0]), filters, data_format);
    }
    constexpr ops::value call(parameters& own, const ops::value& x) const {
        const auto s = slide(x.shape());
        const auto in = detail::to_last(x, data_format);
        const extents taps = detail::spread(kernel_size, Rank);
        const auto kernel =
            own.add("kernel", taps.append(in.shape().last() / groups).append(filters), kernel_initializer);
        auto y = ops::conv(in, kernel, s.win, s.space, groups);
        if (use_bias) y = ops::add(y, own.add("bias", extents(filters), bias_initializer));
        return detail::ending{activation, data_format}(y);
    }

private:
    constexpr detail::slide slide(const extents& x) const {
        return detail::slide_over(detail::space_of(x, data_format), kernel_size, strides, dilation_rate, padding);
    }
};

} // namespace ctnn::layers

namespace ctnn {
inline constexpr factory<layers::conv<1>> Conv1D{}, Convolution1D{};
inline constexpr factory<layers::conv<2>> Conv2D{}, Convolution2D{};
inline constexpr factory<layers::conv<3>> Conv3D{}, Convolution3D{};
} // namespace ctnn

/// y = activation((x * depthwise_kernel) . pointwise_kernel + bias)      keras.layers.SeparableConv1D, SeparableConv2D
///   x (space..., c) -> y (space'..., filters);  depthwise_kernel (kernel_size..., c, m), m = depth_multiplier,
///   pointwise_kernel (1..., c m, filters), bias (filters). channels_first: x (c, space...) -> y (filters, space'...).
#pragma once
#include "../op/conv.hpp"
#include "../op/depthwise.hpp"
#include "spatial.hpp"

namespace ctnn::layers {

template<int Rank>
struct separable_conv {
    int filters = 0;
    extents kernel_size{};
    extents strides{1};
    padding_kind padding = padding_kind::valid;
    data_format_kind data_format = data_format_kind::channels_last;
    extents dilation_rate{1};
    int depth_multiplier = 1;
    activation_kind activation = activation_kind::linear;
    bool use_bias = true;
    initializer depthwise_initializer{initializer_kind::glorot_uniform};
    initializer pointwise_initializer{initializer_kind::glorot_uniform};
    initializer bias_initializer{initializer_kind::zeros};

    constexpr bool operator==(const separable_conv&) const = default;
    static constexpr std::string_view keras_name = Rank == 1 ? "SeparableConv1D" : "SeparableConv2D";
    static constexpr auto arguments() {
        return takes(required(ctnn::filters), &separable_conv::filters, required(ctnn::kernel_size),
                     &separable_conv::kernel_size, ctnn::strides, &separable_conv::strides, ctnn::padding,
                     &separable_conv::padding, ctnn::data_format, &separable_conv::data_format, ctnn::dilation_rate,
                     &separable_conv::dilation_rate, ctnn::depth_multiplier, &separable_conv::depth_multiplier,
                     ctnn::activation, &separable_conv::activation, ctnn::use_bias, &separable_conv::use_bias,
                     ctnn::depthwise_initializer, &separable_conv::depthwise_initializer, ctnn::pointwise_initializer,
                     &separable_conv::pointwise_initializer, ctnn::bias_initializer, &separable_conv::bias_initializer);
    }

    constexpr void check(report& say, const input_shapes& x) const {
        say.unless(filters > 0, "filters must be positive, got ", filters);
        detail::check_spread(say, "kernel_size", kernel_size, Rank);
        detail::check_spread(say, "strides", strides, Rank);
        detail::check_spread(say, "dilation_rate", dilation_rate, Rank);
        detail::check_stride_or_dilation(say, strides, dilation_rate);
        detail::check_no_causal(say, padding);
        say.unless(depth_multiplier > 0, "depth_multiplier must be positive, got ", depth_multiplier);
        detail::check_rank(say, x[0], Rank, data_format);
        if (say.failed()) return;
        const auto s = slide(x[0]);
        detail::check_fits(say, "kernel", s, kernel_size, x[0]);
        detail::check_ending(say, activation, s, filters, data_format);
    }
    constexpr ops::value call(parameters& own, const ops::value& x) const {
        const auto s = slide(x.shape());
        const auto in = detail::to_last(x, data_format);
        const int channels = in.shape().last(), between = channels * depth_multiplier;
        const extents taps = detail::spread(kernel_size, Rank), one = extents::filled(Rank, 1);
        const auto each =
            own.add("depthwise_kernel", taps.append(channels).append(depth_multiplier), depthwise_initializer);
        const auto mix = own.add("pointwise_kernel", one.append(between).append(filters), pointwise_initializer);
        ops::window point;
        point.rank = Rank;
        auto y = ops::conv(ops::depthwise(in, each, s.win, s.space), mix, point, s.space);
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
inline constexpr factory<layers::separable_conv<1>> SeparableConv1D{}, SeparableConvolution1D{};
inline constexpr factory<layers::separable_conv<2>> SeparableConv2D{}, SeparableConvolution2D{};
} // namespace ctnn

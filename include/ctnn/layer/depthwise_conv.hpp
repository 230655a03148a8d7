/// y = activation(x * kernel + bias), every channel by itself            keras.layers.DepthwiseConv1D, DepthwiseConv2D
///   x (space..., c) -> y (space'..., c m), m = depth_multiplier;  kernel (kernel_size..., c, m), bias (c m)
///   Channel c with its kernel j makes channel c m + j. channels_first: x (c, space...) -> y (c m, space'...).
#pragma once
#include "../op/depthwise.hpp"
#include "spatial.hpp"

namespace ctnn::layers {

template<int Rank>
struct depthwise_conv {
    extents kernel_size{};
    extents strides{1};
    padding_kind padding = padding_kind::valid;
    int depth_multiplier = 1;
    data_format_kind data_format = data_format_kind::channels_last;
    extents dilation_rate{1};
    activation_kind activation = activation_kind::linear;
    bool use_bias = true;
    initializer depthwise_initializer{initializer_kind::glorot_uniform};
    initializer bias_initializer{initializer_kind::zeros};

    constexpr bool operator==(const depthwise_conv&) const = default;
    static constexpr std::string_view keras_name = Rank == 1 ? "DepthwiseConv1D" : "DepthwiseConv2D";
    static constexpr auto arguments() {
        return takes(required(ctnn::kernel_size), &depthwise_conv::kernel_size, ctnn::strides, &depthwise_conv::strides,
                     ctnn::padding, &depthwise_conv::padding, ctnn::depth_multiplier, &depthwise_conv::depth_multiplier,
                     ctnn::data_format, &depthwise_conv::data_format, ctnn::dilation_rate,
                     &depthwise_conv::dilation_rate, ctnn::activation, &depthwise_conv::activation, ctnn::use_bias,
                     &depthwise_conv::use_bias, ctnn::depthwise_initializer, &depthwise_conv::depthwise_initializer,
                     ctnn::bias_initializer, &depthwise_conv::bias_initializer);
    }

    constexpr void check(report& say, const input_shapes& x) const {
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
        detail::check_ending(say, activation, s, detail::channels_of(x[0], data_format) * depth_multiplier, data_format);
    }
    constexpr ops::value call(parameters& own, const ops::value& x) const {
        const auto s = slide(x.shape());
        const auto in = detail::to_last(x, data_format);
        const int channels = in.shape().last();
        const extents taps = detail::spread(kernel_size, Rank);
        const auto kernel = own.add("kernel", taps.append(channels).append(depth_multiplier), depthwise_initializer);
        auto y = ops::depthwise(in, kernel, s.win, s.space);
        if (use_bias) y = ops::add(y, own.add("bias", extents(channels * depth_multiplier), bias_initializer));
        return detail::ending{activation, data_format}(y);
    }

private:
    constexpr detail::slide slide(const extents& x) const {
        return detail::slide_over(detail::space_of(x, data_format), kernel_size, strides, dilation_rate, padding);
    }
};

} // namespace ctnn::layers

namespace ctnn {
inline constexpr factory<layers::depthwise_conv<1>> DepthwiseConv1D{};
inline constexpr factory<layers::depthwise_conv<2>> DepthwiseConv2D{};
} // namespace ctnn

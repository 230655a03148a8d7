/// y = activation((x * depthwise_kernel) . pointwise_kernel + bias)      keras.layers.SeparableConv1D, SeparableConv2D
///   x (space..., c) -> y (space'..., filters);  depthwise_kernel (kernel_size..., c, m), m = depth_multiplier,
///   pointwise_kernel (1..., c m, filters), bias (filters). channels_first: x (c, space...) -> y (filters, space'...).
#pragma once
#include "../op/conv.hpp"
#include "../op/depthwise.hpp"
#include "convolution.hpp"

namespace ctnn::layers {

template<int Rank>
struct separable_conv : convolution<Rank> {
    int filters = 0;
    int depth_multiplier = 1;
    initializer depthwise_initializer{initializer_kind::glorot_uniform};
    initializer pointwise_initializer{initializer_kind::glorot_uniform};

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
        this->check_window(say);
        say.unless(depth_multiplier > 0, "depth_multiplier must be positive, got ", depth_multiplier);
        detail::check_rank(say, x[0], Rank, this->data_format);
        if (!say.failed()) this->check_result(say, x[0], filters);
    }
    constexpr ops::value call(parameters& own, const ops::value& x) const {
        const auto s = this->slide(x.shape());
        const auto in = detail::to_last(x, this->data_format);
        const int channels = in.shape().last(), between = channels * depth_multiplier;
        const auto each = own.add("depthwise_kernel", this->kernel_shape(channels, depth_multiplier), depthwise_initializer);
        const auto mix =
            own.add("pointwise_kernel", extents::filled(Rank, 1).append(between).append(filters), pointwise_initializer);
        return this->finish(own, ops::conv(ops::depthwise(in, each, s.win, s.space), mix, ops::unit_window(Rank), s.space));
    }
};

} // namespace ctnn::layers

namespace ctnn {
inline constexpr factory<layers::separable_conv<1>> SeparableConv1D{}, SeparableConvolution1D{};
inline constexpr factory<layers::separable_conv<2>> SeparableConv2D{}, SeparableConvolution2D{};
} // namespace ctnn

/// y = activation(x * kernel + bias), every channel by itself            keras.layers.DepthwiseConv1D, DepthwiseConv2D
///   x (space..., c) -> y (space'..., c m), m = depth_multiplier;  kernel (kernel_size..., c, m), bias (c m)
///   Channel c with its kernel j makes channel c m + j. channels_first: x (c, space...) -> y (c m, space'...).
#pragma once
#include "../op/depthwise.hpp"
#include "convolution.hpp"

namespace ctnn::layers {

template<int Rank>
struct depthwise_conv : convolution<Rank> {
    int depth_multiplier = 1;
    initializer depthwise_initializer{initializer_kind::glorot_uniform};

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
        this->check_window(say);
        say.unless(depth_multiplier > 0, "depth_multiplier must be positive, got ", depth_multiplier);
        detail::check_rank(say, x[0], Rank, this->data_format);
        if (!say.failed()) this->check_result(say, x[0], detail::channels_of(x[0], this->data_format) * depth_multiplier);
    }
    constexpr ops::value call(parameters& own, const ops::value& x) const {
        const auto s = this->slide(x.shape());
        const auto in = detail::to_last(x, this->data_format);
        const auto kernel = own.add("kernel", this->kernel_shape(in.shape().last(), depth_multiplier), depthwise_initializer);
        return this->finish(own, ops::depthwise(in, kernel, s.win, s.space));
    }
};

} // namespace ctnn::layers

namespace ctnn {
inline constexpr factory<layers::depthwise_conv<1>> DepthwiseConv1D{};
inline constexpr factory<layers::depthwise_conv<2>> DepthwiseConv2D{};
} // namespace ctnn

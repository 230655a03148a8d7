/// y = activation(x * kernel + bias), without flipping the kernel        keras.layers.Conv1D, Conv2D, Conv3D
///   x (space..., c) -> y (space'..., filters);  kernel (kernel_size..., c / groups, filters), bias (filters)
///   valid: space' = (space - span) / strides + 1, same and causal: space / strides, rounded up; with `same` an odd
///   element of padding is behind. channels_first: x (c, space...) -> y (filters, space'...), the same weights.
#pragma once
#include "../op/conv.hpp"
#include "convolution.hpp"

namespace ctnn::layers {

template<int Rank>
struct conv : convolution<Rank> {
    int filters = 0;
    int groups = 1;
    initializer kernel_initializer{initializer_kind::glorot_uniform};

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
        this->check_window(say, Rank == 1);
        say.unless(groups > 0, "groups must be positive, got ", groups);
        detail::check_rank(say, x[0], Rank, this->data_format);
        if (say.failed()) return;
        const int channels = detail::channels_of(x[0], this->data_format);
        say.unless(channels % groups == 0, "groups = ", groups, " does not divide the ", channels,
                   " channels of its input ", x[0], "; hint: groups must divide the channels and filters");
        say.unless(filters % groups == 0, "groups = ", groups, " does not divide filters = ", filters,
                   "; hint: every group makes as many channels");
        this->check_result(say, x[0], filters);
    }
    constexpr ops::value call(parameters& own, const ops::value& x) const {
        const auto s = this->slide(x.shape());
        const auto in = detail::to_last(x, this->data_format);
        const auto kernel = own.add("kernel", this->kernel_shape(in.shape().last() / groups, filters), kernel_initializer);
        return this->finish(own, ops::conv(in, kernel, s.win, s.space, groups));
    }
};

} // namespace ctnn::layers

namespace ctnn {
inline constexpr factory<layers::conv<1>> Conv1D{}, Convolution1D{};
inline constexpr factory<layers::conv<2>> Conv2D{}, Convolution2D{};
inline constexpr factory<layers::conv<3>> Conv3D{}, Convolution3D{};
} // namespace ctnn

/// y[i strides + tap] += x[i] . kernel[tap], + bias, activation         keras.layers.Conv1DTranspose, 2D, 3D
///   x (space..., c) -> y (space'..., filters);  kernel (kernel_size..., filters, c), bias (filters)
///   valid: space' = (space - 1) strides + max(span, strides), same: space' = space strides; output_padding replaces
///   what these add. channels_first: x (c, space...) -> y (filters, space'...), the same weights.
#pragma once
#include "../op/conv_transpose.hpp"
#include "convolution.hpp"

namespace ctnn::layers {

template<int Rank>
struct conv_transpose : convolution<Rank> {
    int filters = 0;
    extents output_padding{}; // no axes: None
    initializer kernel_initializer{initializer_kind::glorot_uniform};

    constexpr bool operator==(const conv_transpose&) const = default;
    static constexpr std::string_view keras_name = Rank == 1   ? "Conv1DTranspose"
                                                   : Rank == 2 ? "Conv2DTranspose"
                                                               : "Conv3DTranspose";
    static constexpr auto arguments() {
        return takes(required(ctnn::filters), &conv_transpose::filters, required(ctnn::kernel_size),
                     &conv_transpose::kernel_size, ctnn::strides, &conv_transpose::strides, ctnn::padding,
                     &conv_transpose::padding, ctnn::output_padding, &conv_transpose::output_padding, ctnn::data_format,
                     &conv_transpose::data_format, ctnn::dilation_rate, &conv_transpose::dilation_rate,
                     ctnn::activation, &conv_transpose::activation, ctnn::use_bias, &conv_transpose::use_bias,
                     ctnn::kernel_initializer, &conv_transpose::kernel_initializer, ctnn::bias_initializer,
                     &conv_transpose::bias_initializer);
    }

    constexpr void check(report& say, const input_shapes& x) const {
        say.unless(filters > 0, "filters must be positive, got ", filters);
        this->check_window(say);
        if (output_padding.rank) detail::check_spread(say, "output_padding", output_padding, Rank, 0);
        if (say.failed()) return;
        const extents extra = detail::spread(output_padding, Rank), step = detail::spread(this->strides, Rank);
        for (int i = 0; i < extra.rank; ++i)
            say.unless(extra[i] < step[i], "output_padding must be smaller than strides, got ", extra, " and ", step);
        detail::check_rank(say, x[0], Rank, this->data_format);
        if (say.failed()) return;
        const detail::slide s = slide(x[0]);
        for (int i = 0; i < Rank; ++i)
            say.unless(s.space[i] > 0, "its output would be empty: input ", x[0], ", kernel_size ", this->kernel_size,
                       ", output_padding ", output_padding, "; hint: output_padding = None");
        detail::check_ending(say, this->activation, s, filters, this->data_format);
    }
    constexpr ops::value call(parameters& own, const ops::value& x) const {
        const auto s = slide(x.shape());
        const auto in = detail::to_last(x, this->data_format);
        const auto kernel = own.add("kernel", this->kernel_shape(filters, in.shape().last()), kernel_initializer);
        return this->finish(own, ops::conv_transpose(in, kernel, s.win, s.space));
    }

private:
    constexpr detail::slide slide(const extents& x) const {
        const extents in = detail::space_of(x, this->data_format), extra = detail::spread(output_padding, Rank);
        detail::slide s = convolution<Rank>::slide(x);
        for (int i = 0; i < Rank; ++i) {
            const int more = extra.rank ? extra[i] : -1;
            const int k = s.win.size[i], step = s.win.stride[i], gap = s.win.dilation[i];
            s.win.before[i] = detail::transposed_crop(k, step, gap, this->padding, more);
            s.space[i] = detail::transposed_output(in[i], k, step, gap, this->padding, more);
        }
        return s;
    }
};

} // namespace ctnn::layers

namespace ctnn {
inline constexpr factory<layers::conv_transpose<1>> Conv1DTranspose{}, Convolution1DTranspose{};
inline constexpr factory<layers::conv_transpose<2>> Conv2DTranspose{}, Convolution2DTranspose{};
inline constexpr factory<layers::conv_transpose<3>> Conv3DTranspose{}, Convolution3DTranspose{};
} // namespace ctnn

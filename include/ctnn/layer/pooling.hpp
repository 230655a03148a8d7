/// The maximum or the mean of a window          keras.layers.MaxPooling1D, 2D, 3D, AveragePooling1D, 2D, 3D
///   x (space..., c) -> y (space'..., c); strides = None: as far as the window is wide. No weights.
///   valid: space' = (space - pool_size) / strides + 1, same: space / strides, rounded up; a mean counts the elements
///   that are really there. channels_first: x (c, space...) -> y (c, space'...).
#pragma once
#include "../op/pool.hpp"
#include "spatial.hpp"

namespace ctnn::layers {

template<int Rank, ops::pool_kind Kind>
struct pooling {
    static constexpr bool maximum = Kind == ops::pool_kind::maximum;
    extents pool_size{2};
    extents strides{}; // no axes: None
    padding_kind padding = padding_kind::valid;
    data_format_kind data_format = data_format_kind::channels_last;

    static constexpr std::string_view keras_name = Rank == 1   ? maximum ? "MaxPooling1D" : "AveragePooling1D"
                                                   : Rank == 2 ? maximum ? "MaxPooling2D" : "AveragePooling2D"
                                                   : maximum   ? "MaxPooling3D"
                                                               : "AveragePooling3D";
    static constexpr auto arguments() {
        if constexpr (maximum)
            return takes(ctnn::pool_size, &pooling::pool_size, ctnn::strides, &pooling::strides, ctnn::padding,
                         &pooling::padding, ctnn::data_format, &pooling::data_format);
        else
            return takes(required(ctnn::pool_size), &pooling::pool_size, ctnn::strides, &pooling::strides,
                         ctnn::padding, &pooling::padding, ctnn::data_format, &pooling::data_format);
    }

    constexpr void check(report& say, const input_shapes& x) const {
        detail::check_spread(say, "pool_size", pool_size, Rank);
        if (strides.rank) detail::check_spread(say, "strides", strides, Rank);
        detail::check_no_causal(say, padding);
        detail::check_rank(say, x[0], Rank, data_format);
        if (!say.failed()) detail::check_fits(say, "pool", slide(x[0]), pool_size, x[0]);
    }
    constexpr ops::value call(parameters&, const ops::value& x) const {
        const auto s = slide(x.shape());
        return detail::from_last(ops::pool(Kind, detail::to_last(x, data_format), s.win, s.space), data_format);
    }

private:
    constexpr detail::slide slide(const extents& x) const {
        return detail::slide_over(detail::space_of(x, data_format), pool_size, strides.rank ? strides : pool_size,
                                  extents(1), padding);
    }
};

} // namespace ctnn::layers

namespace ctnn {
inline constexpr factory<layers::pooling<1, ops::pool_kind::maximum>> MaxPooling1D{}, MaxPool1D{};
inline constexpr factory<layers::pooling<2, ops::pool_kind::maximum>> MaxPooling2D{}, MaxPool2D{};
inline constexpr factory<layers::pooling<3, ops::pool_kind::maximum>> MaxPooling3D{}, MaxPool3D{};
inline constexpr factory<layers::pooling<1, ops::pool_kind::mean>> AveragePooling1D{}, AvgPool1D{};
inline constexpr factory<layers::pooling<2, ops::pool_kind::mean>> AveragePooling2D{}, AvgPool2D{};
inline constexpr factory<layers::pooling<3, ops::pool_kind::mean>> AveragePooling3D{}, AvgPool3D{};
} // namespace ctnn

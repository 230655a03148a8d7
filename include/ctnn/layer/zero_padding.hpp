/// Zeros around the spatial axes                                           keras.layers.ZeroPadding1D, 2D, 3D
///   x (space..., c) -> y (before + space + after..., c). padding: a number, shape<rows, columns>, or pairs:
///   ZeroPadding1D(shape<1, 2>), ZeroPadding2D(tuple(shape<1, 0>, shape<0, 3>)). channels_first: x (c, space...).
#pragma once
#include "../op/pad.hpp"
#include "borders.hpp"

namespace ctnn::layers {

template<int Rank>
struct zero_padding {
    pairs padding = detail::all_borders(1);
    data_format_kind data_format = data_format_kind::channels_last;

    static constexpr std::string_view keras_name = Rank == 1   ? "ZeroPadding1D"
                                                   : Rank == 2 ? "ZeroPadding2D"
                                                               : "ZeroPadding3D";
    static constexpr auto arguments() {
        return takes(ctnn::padding, &zero_padding::padding, ctnn::data_format, &zero_padding::data_format);
    }

    constexpr void check(report& say, const input_shapes& x) const {
        detail::check_borders(say, "padding", padding, Rank);
        detail::check_rank(say, x[0], Rank, data_format);
    }
    constexpr ops::value call(parameters&, const ops::value& x) const {
        const auto b = detail::with_channels(detail::borders_of(padding, Rank), data_format);
        return ops::pad(x, b.before, b.after);
    }
};

} // namespace ctnn::layers

namespace ctnn {
inline constexpr factory<layers::zero_padding<1>> ZeroPadding1D{};
inline constexpr factory<layers::zero_padding<2>> ZeroPadding2D{};
inline constexpr factory<layers::zero_padding<3>> ZeroPadding3D{};
} // namespace ctnn

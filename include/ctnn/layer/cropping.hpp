/// Cuts the edges off                                                          keras.layers.Cropping1D, 2D, 3D
///   x (space..., c) -> y (space - before - after..., c). cropping: a number, shape<rows, columns>, or pairs:
///   Cropping1D(shape<1, 2>), Cropping2D(tuple(shape<1, 0>, shape<0, 3>)). channels_first (not 1D): x (c, space...).
#pragma once
#include "../op/slice.hpp"
#include "borders.hpp"

namespace ctnn::layers {

template<int Rank>
struct cropping {
    pairs cut = detail::all_borders(Rank == 2 ? 0 : 1);
    data_format_kind data_format = data_format_kind::channels_last;

    static constexpr std::string_view keras_name = Rank == 1 ? "Cropping1D" : Rank == 2 ? "Cropping2D" : "Cropping3D";
    static constexpr auto arguments() {
        if constexpr (Rank == 1)
            return takes(ctnn::cropping, &cropping::cut);
        else
            return takes(ctnn::cropping, &cropping::cut, ctnn::data_format, &cropping::data_format);
    }

    constexpr void check(report& say, const input_shapes& x) const {
        detail::check_borders(say, "cropping", cut, Rank);
        detail::check_rank(say, x[0], Rank, data_format);
        if (say.failed()) return;
        const auto b = detail::borders_of(cut, Rank);
        const extents space = detail::space_of(x[0], data_format);
        for (int i = 0; i < Rank; ++i)
            say.unless(b.before[i] < space[i] && b.after[i] < space[i] - b.before[i], "cropping (", b.before[i], ", ",
                       b.after[i], ") leaves nothing of the ", space[i], " elements of an axis of its input ", x[0]);
    }
    constexpr ops::value call(parameters&, const ops::value& x) const {
        const auto b = detail::with_channels(detail::borders_of(cut, Rank), data_format);
        extents size = x.shape();
        for (int i = 0; i < size.rank; ++i) size[i] -= b.before[i] + b.after[i];
        return ops::slice(x, b.before, size);
    }
};

} // namespace ctnn::layers

namespace ctnn {
inline constexpr factory<layers::cropping<1>> Cropping1D{};
inline constexpr factory<layers::cropping<2>> Cropping2D{};
inline constexpr factory<layers::cropping<3>> Cropping3D{};
} // namespace ctnn

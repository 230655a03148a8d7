/// Every spatial axis `size` times as long                                   keras.layers.UpSampling1D, 2D, 3D
///   x (space..., c) -> y (space size..., c): each element several times, and in 2D any interpolation of Keras'.
///   channels_first (not 1D): x (c, space...).
#pragma once
#include "../op/repeat.hpp"
#include "../op/resample.hpp"
#include "spatial.hpp"

namespace ctnn {

enum class interpolation_kind : unsigned char { nearest, bilinear, bicubic, lanczos3, lanczos5 };

inline constexpr constant<interpolation_kind::nearest> nearest{};
inline constexpr constant<interpolation_kind::bilinear> bilinear{};
inline constexpr constant<interpolation_kind::bicubic> bicubic{};
inline constexpr constant<interpolation_kind::lanczos3> lanczos3{};
inline constexpr constant<interpolation_kind::lanczos5> lanczos5{};

template<>
inline constexpr std::string_view keras_names<interpolation_kind>[] = {"nearest", "bilinear", "bicubic", "lanczos3",
                                                                       "lanczos5"};

} // namespace ctnn

namespace ctnn::layers {

template<int Rank>
struct up_sampling {
    extents size{2};
    data_format_kind data_format = data_format_kind::channels_last;
    interpolation_kind interpolation = interpolation_kind::nearest;

    static constexpr std::string_view keras_name = Rank == 1   ? "UpSampling1D"
                                                   : Rank == 2 ? "UpSampling2D"
                                                               : "UpSampling3D";
    static constexpr auto arguments() {
        if constexpr (Rank == 1)
            return takes(ctnn::size, &up_sampling::size);
        else if constexpr (Rank == 2)
            return takes(ctnn::size, &up_sampling::size, ctnn::data_format, &up_sampling::data_format,
                         ctnn::interpolation, &up_sampling::interpolation);
        else
            return takes(ctnn::size, &up_sampling::size, ctnn::data_format, &up_sampling::data_format);
    }

    constexpr void check(report& say, const input_shapes& x) const {
        detail::check_spread(say, "size", size, Rank);
        detail::check_rank(say, x[0], Rank, data_format);
    }
    constexpr ops::value call(parameters&, const ops::value& x) const {
        const bool first = data_format == data_format_kind::channels_first;
        const extents space = detail::spread(size, Rank), times = first ? space.prepend(1) : space.append(1);
        if (interpolation == interpolation_kind::nearest) return ops::repeat(x, times);
        const auto kind = ops::resample_kind(int(interpolation) - 1);
        ops::value y = x;
        for (int i = 0; i < times.rank; ++i) y = ops::resample(kind, y, i, detail::bounded(1LL * y.shape()[i] * times[i]));
        return y;
    }
};
static_assert(int(ops::resample_kind::bilinear) == int(interpolation_kind::bilinear) - 1 &&
              int(ops::resample_kind::lanczos5) == int(interpolation_kind::lanczos5) - 1);

} // namespace ctnn::layers

namespace ctnn {
inline constexpr factory<layers::up_sampling<1>> UpSampling1D{};
inline constexpr factory<layers::up_sampling<2>> UpSampling2D{};
inline constexpr factory<layers::up_sampling<3>> UpSampling3D{};
} // namespace ctnn

/// The maximum or the mean of each channel      keras.layers.GlobalMaxPooling1D, 2D, 3D, GlobalAveragePooling1D, 2D, 3D
///   x (space..., c) -> y (c), with keepdims (1..., c). No weights.
///   channels_first: x (c, space...) -> y (c), with keepdims (c, 1...).
#pragma once
#include "../op/reduce.hpp"
#include "spatial.hpp"

namespace ctnn::layers {

template<int Rank, ops::reduce_kind Kind>
struct global_pooling {
    static constexpr bool maximum = Kind == ops::reduce_kind::maximum;
    data_format_kind data_format = data_format_kind::channels_last;
    bool keepdims = false;

    static constexpr std::string_view keras_name = Rank == 1 ? maximum ? "GlobalMaxPooling1D" : "GlobalAveragePooling1D"
                                                   : Rank == 2
                                                       ? maximum ? "GlobalMaxPooling2D" : "GlobalAveragePooling2D"
                                                   : maximum ? "GlobalMaxPooling3D"
                                                             : "GlobalAveragePooling3D";
    static constexpr auto masks = Rank == 1 && !maximum ? mask_rule::uses : mask_rule::drops;
    static constexpr auto arguments() {
        return takes(ctnn::data_format, &global_pooling::data_format, ctnn::keepdims, &global_pooling::keepdims);
    }

    constexpr void check(report& say, const input_shapes& x) const { detail::check_rank(say, x[0], Rank, data_format); }
    constexpr ops::value call(parameters&, const ops::value& x) const {
        const unsigned space = (1u << Rank) - 1;
        return ops::reduce(Kind, x, data_format == data_format_kind::channels_first ? space << 1 : space, keepdims);
    }
};

} // namespace ctnn::layers

namespace ctnn {
inline constexpr factory<layers::global_pooling<1, ops::reduce_kind::maximum>> GlobalMaxPooling1D{}, GlobalMaxPool1D{};
inline constexpr factory<layers::global_pooling<2, ops::reduce_kind::maximum>> GlobalMaxPooling2D{}, GlobalMaxPool2D{};
inline constexpr factory<layers::global_pooling<3, ops::reduce_kind::maximum>> GlobalMaxPooling3D{}, GlobalMaxPool3D{};
inline constexpr factory<layers::global_pooling<1, ops::reduce_kind::mean>> GlobalAveragePooling1D{}, GlobalAvgPool1D{};
inline constexpr factory<layers::global_pooling<2, ops::reduce_kind::mean>> GlobalAveragePooling2D{}, GlobalAvgPool2D{};
inline constexpr factory<layers::global_pooling<3, ops::reduce_kind::mean>> GlobalAveragePooling3D{}, GlobalAvgPool3D{};
} // namespace ctnn

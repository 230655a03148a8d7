/// Every element of a sample in one row                                                       keras.layers.Flatten
///   x (...) -> y (number of elements). channels_first: x (c, space...) is read as (space..., c), as Keras does.
#pragma once
#include "../op/permute.hpp"
#include "../op/reshape.hpp"
#include "layer.hpp"
#include "placed.hpp"

namespace ctnn::layers {

struct flatten {
    data_format_kind data_format = data_format_kind::channels_last;

    static constexpr std::string_view keras_name = "Flatten";
    static constexpr auto arguments() { return takes(ctnn::data_format, &flatten::data_format); }

    constexpr ops::value call(parameters&, const ops::value& x) const {
        const extents out(int(x.shape().size()));
        if (data_format == data_format_kind::channels_first && x.shape().rank > 1)
            return ops::reshape(ops::channels_to_last(x), out);
        return ops::reshape(x, out);
    }
};

} // namespace ctnn::layers

namespace ctnn {
inline constexpr factory<layers::flatten> Flatten{};
}

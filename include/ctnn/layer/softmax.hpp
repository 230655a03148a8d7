/// y = e^x / sum(e^x) over an axis, or over several together                                      keras.layers.Softmax
///   x (...) -> y (...)
#pragma once
#include "../op/softmax.hpp"
#include "axes.hpp"
#include "layer.hpp"
#include "placed.hpp"

namespace ctnn::layers {

struct softmax {
    extents axis{-1}; ///< as Keras counts: the batch is axis 0

    static constexpr std::string_view keras_name = "Softmax";
    static constexpr auto masks = mask_rule::uses;
    static constexpr auto arguments() { return takes(ctnn::axis, &softmax::axis); }

    constexpr void check(report& say, const input_shapes& x) const {
        say.unless(axis.rank > 0, "axis must name at least one axis");
        detail::check_axes(say, "axis", axis, x[0]);
    }
    constexpr ops::value call(parameters&, const ops::value& x) const {
        return ops::softmax(ops::softmax_kind::softmax, x, detail::axes_of(axis, x.shape().rank));
    }
};

} // namespace ctnn::layers

namespace ctnn {
inline constexpr factory<layers::softmax> Softmax{};
}

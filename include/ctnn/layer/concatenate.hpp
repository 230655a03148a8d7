/// The inputs one after the other along an axis                                               keras.layers.Concatenate
///   x (..., n, ...), y (..., m, ...), ... -> (..., n + m + ..., ...)
#pragma once
#include "../op/concat.hpp"
#include "axes.hpp"
#include "layer.hpp"
#include "placed.hpp"

namespace ctnn::layers {

struct concatenate {
    int axis = -1; ///< as Keras counts: the batch is axis 0

    static constexpr std::string_view keras_name = "Concatenate";
    static constexpr auto masks = mask_rule::keeps;
    static constexpr auto batches = batch_rule::equal;
    static constexpr auto arguments() { return takes(ctnn::axis, &concatenate::axis); }

    constexpr void check(report& say, const input_shapes& x) const {
        say.unless(x.size() >= 2, "takes at least two inputs, got ", x.size());
        detail::check_axis(say, "axis", axis, x[0]);
        if (say.failed()) return;
        const int at = detail::sample_axis(axis, x[0].rank);
        for (int i = 1; i < x.size(); ++i)
            say.unless(x[i].rank == x[0].rank && x[i].with(at, x[0][at]) == x[0],
                       "inputs must have the same shape except along axis ", axis, ", got ", x[0], " and ", x[i]);
    }
    constexpr ops::value call(parameters&, const inputs_view& x) const {
        return ops::concat(x.values, x.size(), detail::sample_axis(axis, x[0].shape().rank));
    }
};

} // namespace ctnn::layers

namespace ctnn {
inline constexpr factory<layers::concatenate> Concatenate{};
}

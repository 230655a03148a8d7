/// y = x > threshold ? min(x, max_value) : negative_slope * (x - threshold)                          keras.layers.ReLU
///   x (...) -> y (...)
#pragma once
#include "../op/map.hpp"
#include "layer.hpp"
#include "placed.hpp"

namespace ctnn::layers {

struct re_lu {
    float max_value = __builtin_huge_valf(); ///< None: no bound
    float negative_slope = 0;
    float threshold = 0;

    constexpr bool operator==(const re_lu&) const = default;
    static constexpr std::string_view keras_name = "ReLU";
    static constexpr auto masks = mask_rule::keeps;
    static constexpr auto arguments() {
        return takes(ctnn::max_value, &re_lu::max_value, ctnn::negative_slope, &re_lu::negative_slope, ctnn::threshold,
                     &re_lu::threshold);
    }

    constexpr void check(report& say, const input_shapes&) const {
        say.unless(max_value >= 0, "max_value must not be negative, got ", max_value);
        say.unless(negative_slope >= 0, "negative_slope must not be negative, got ", negative_slope);
        say.unless(threshold >= 0, "threshold must not be negative, got ", threshold);
    }
    constexpr ops::value call(parameters&, const ops::value& x) const {
        return ops::map(x, {ops::function_kind::relu, negative_slope, max_value, threshold});
    }
};

} // namespace ctnn::layers

namespace ctnn {
inline constexpr factory<layers::re_lu> ReLU{};
}

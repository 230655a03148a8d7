/// y = x > 0 ? x : negative_slope * x                                                            keras.layers.LeakyReLU
///   x (...) -> y (...). The slope is 0.3, that of activation = leaky_relu is 0.2.
#pragma once
#include "../op/map.hpp"
#include "layer.hpp"
#include "placed.hpp"

namespace ctnn::layers {

struct leaky_re_lu {
    float negative_slope = 0.3f;

    static constexpr std::string_view keras_name = "LeakyReLU";
    static constexpr std::string_view keras2_keywords[][2] = {{"alpha", "negative_slope"}};
    static constexpr auto masks = mask_rule::keeps;
    static constexpr auto arguments() { return takes(ctnn::negative_slope, &leaky_re_lu::negative_slope); }

    constexpr void check(report& say, const input_shapes&) const {
        say.unless(negative_slope >= 0, "negative_slope must not be negative, got ", negative_slope);
    }
    constexpr ops::value call(parameters&, const ops::value& x) const {
        return ops::map(x, {ops::function_kind::relu, negative_slope, __builtin_huge_valf(), 0});
    }
};

} // namespace ctnn::layers

namespace ctnn {
inline constexpr factory<layers::leaky_re_lu> LeakyReLU{};
}

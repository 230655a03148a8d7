/// y = activation(x)                                                                          keras.layers.Activation
///   x (...) -> y (...); glu halves the last axis
#pragma once
#include "activate.hpp"
#include "layer.hpp"
#include "placed.hpp"

namespace ctnn::layers {

struct activation_layer {
    activation_kind activation = activation_kind::linear;

    constexpr bool operator==(const activation_layer&) const = default;
    static constexpr std::string_view keras_name = "Activation";
    static constexpr auto masks = mask_rule::keeps;
    static constexpr auto arguments() { return takes(required(ctnn::activation), &activation_layer::activation); }

    constexpr void check(report& say, const input_shapes& x) const { check_activation(say, activation, x[0]); }
    constexpr ops::value call(parameters&, const ops::value& x) const { return activate(x, activation); }
};

} // namespace ctnn::layers

namespace ctnn {
inline constexpr factory<layers::activation_layer> Activation{};
}

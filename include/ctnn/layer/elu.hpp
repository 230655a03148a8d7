/// y = x > 0 ? x : alpha * (e^x - 1)                                                                   keras.layers.ELU
///   x (...) -> y (...)
#pragma once
#include "../op/map.hpp"
#include "layer.hpp"
#include "placed.hpp"

namespace ctnn::layers {

struct elu {
    float alpha = 1;

    static constexpr std::string_view keras_name = "ELU";
    static constexpr auto masks = mask_rule::keeps;
    static constexpr auto arguments() { return takes(ctnn::alpha, &elu::alpha); }

    constexpr ops::value call(parameters&, const ops::value& x) const {
        return ops::map(x, {ops::function_kind::elu, alpha});
    }
};

} // namespace ctnn::layers

namespace ctnn {
inline constexpr factory<layers::elu> ELU{};
}

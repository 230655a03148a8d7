/// y = x                                                                                         keras.layers.Identity
/// In files also ActivityRegularization, which training alone knows.
#pragma once
#include "layer.hpp"
#include "placed.hpp"

namespace ctnn::layers {

struct identity {
    static constexpr std::string_view keras_name = "Identity";
    static constexpr std::string_view other_keras_names[] = {"ActivityRegularization"};
    static constexpr auto masks = mask_rule::keeps;
    static constexpr auto arguments() { return takes(); }
    constexpr ops::value call(parameters&, const ops::value& x) const { return x; }
};

} // namespace ctnn::layers

namespace ctnn {
inline constexpr factory<layers::identity> Identity{};
}

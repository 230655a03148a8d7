/// y = x * scale + offset                                                                       keras.layers.Rescaling
///   x (...) -> y (...)
#pragma once
#include "../op/map.hpp"
#include "layer.hpp"
#include "placed.hpp"

namespace ctnn::layers {

struct rescaling {
    float scale = 1;
    float offset = 0;

    static constexpr std::string_view keras_name = "Rescaling";
    static constexpr auto arguments() {
        return takes(required(ctnn::scale), &rescaling::scale, ctnn::offset, &rescaling::offset);
    }
    constexpr ops::value call(parameters&, const ops::value& x) const {
        return ops::map(x, {ops::function_kind::affine, scale, offset});
    }
};

} // namespace ctnn::layers

namespace ctnn {
inline constexpr factory<layers::rescaling> Rescaling{};
}

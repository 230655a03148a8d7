/// y = x * scale + offset                                                                       keras.layers.Rescaling
///   x (...) -> y (...);  scale and offset: a number, or as many as the last axis has
#pragma once
#include "../op/map.hpp"
#include "../op/zip.hpp"
#include "layer.hpp"
#include "numbers.hpp"
#include "placed.hpp"

namespace ctnn::layers {

struct rescaling {
    numbers scale{1};
    numbers offset{0};

    static constexpr std::string_view keras_name = "Rescaling";
    static constexpr auto masks = mask_rule::keeps;
    static constexpr auto arguments() {
        return takes(required(ctnn::scale), &rescaling::scale, ctnn::offset, &rescaling::offset);
    }

    constexpr void check(report& say, const input_shapes& x) const {
        say.unless(scale.given() && offset.given(), "scale and offset must be numbers, got None");
        for (const numbers* v : {&scale, &offset})
            say.unless(v->rank < 1 || v->n == 1 || v->n == x[0].last(), v == &scale ? "scale" : "offset",
                       " must be one number or one for each position of the last axis, got ", v->n, " for ", x[0]);
    }
    constexpr ops::value call(parameters& own, const ops::value& x) const {
        if (scale.n == 1 && offset.n == 1)
            return ops::map(x, {ops::function_kind::affine, scale.values[0], offset.values[0]});
        const auto y = ops::multiply(x, detail::constant_of(own.to(), scale));
        return ops::add(y, detail::constant_of(own.to(), offset));
    }
};

} // namespace ctnn::layers

namespace ctnn {
inline constexpr factory<layers::rescaling> Rescaling{};
}

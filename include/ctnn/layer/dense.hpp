/// y = activation(x . kernel + bias)                                                               keras.layers.Dense
///   x (..., in) -> y (..., units);  kernel (in, units), bias (units)                                     examples/01
#pragma once
#include "../op/matmul.hpp"
#include "../op/zip.hpp"
#include "activate.hpp"
#include "layer.hpp"
#include "placed.hpp"

namespace ctnn::layers {

struct dense {
    int units = 0;
    activation_kind activation = activation_kind::linear;
    bool use_bias = true;
    initializer kernel_initializer{initializer_kind::glorot_uniform};
    initializer bias_initializer{initializer_kind::zeros};

    constexpr bool operator==(const dense&) const = default;
    static constexpr std::string_view keras_name = "Dense";
    static constexpr auto masks = mask_rule::keeps;
    static constexpr auto arguments() {
        return takes(required(ctnn::units), &dense::units, ctnn::activation, &dense::activation, ctnn::use_bias,
                     &dense::use_bias, ctnn::kernel_initializer, &dense::kernel_initializer, ctnn::bias_initializer,
                     &dense::bias_initializer);
    }

    constexpr void check(report& say, const input_shapes& x) const {
        say.unless(units > 0, "units must be positive, got ", units);
        say.unless(x[0].rank > 0, "expected features on the last axis, got ", x[0]);
        if (!say.failed()) check_activation(say, activation, x[0].with_last(units));
    }
    constexpr ops::value call(parameters& own, const ops::value& x) const {
        auto y = ops::matmul(x, own.add("kernel", {x.shape().last(), units}, kernel_initializer));
        if (use_bias) y = ops::add(y, own.add("bias", extents{units}, bias_initializer));
        return activate(y, activation);
    }
};

} // namespace ctnn::layers

namespace ctnn {
inline constexpr factory<layers::dense> Dense{};
}

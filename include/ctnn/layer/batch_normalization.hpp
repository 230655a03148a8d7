/// y = gamma * (x - mean) / sqrt(variance + epsilon) + beta, for every channel         keras.layers.BatchNormalization
///   x (..., n, ...) -> y the same, n along `axis`;  gamma (n), beta (n), moving_mean (n), moving_variance (n)
#pragma once
#include "../op/map.hpp"
#include "../op/reshape.hpp"
#include "../op/scale_shift.hpp"
#include "../op/training/normalize.hpp"
#include "../op/slice.hpp"
#include "../op/zip.hpp"
#include "axes.hpp"
#include "layer.hpp"
#include "placed.hpp"

namespace ctnn::layers {

struct batch_normalization {
    int axis = -1; ///< as Keras counts: the batch is axis 0
    float momentum = 0.99f;
    float epsilon = 1e-3f;
    bool center = true, scale = true;
    initializer beta_initializer{initializer_kind::zeros};
    initializer gamma_initializer{initializer_kind::ones};
    initializer moving_mean_initializer{initializer_kind::zeros};
    initializer moving_variance_initializer{initializer_kind::ones};

    constexpr bool operator==(const batch_normalization&) const = default;
    static constexpr std::string_view keras_name = "BatchNormalization";
    static constexpr auto masks = mask_rule::keeps;
    static constexpr auto arguments() {
        using c = batch_normalization;
        return takes(ctnn::axis, &c::axis, ctnn::momentum, &c::momentum, ctnn::epsilon, &c::epsilon, ctnn::center,
                     &c::center, ctnn::scale, &c::scale, ctnn::beta_initializer, &c::beta_initializer,
                     ctnn::gamma_initializer, &c::gamma_initializer, ctnn::moving_mean_initializer,
                     &c::moving_mean_initializer, ctnn::moving_variance_initializer, &c::moving_variance_initializer);
    }

    constexpr void check(report& say, const input_shapes& x) const {
        detail::check_axis(say, "axis", axis, x[0]);
        say.unless(momentum >= 0 && momentum <= 1, "momentum must be from 0 to 1, got ", momentum);
        say.unless(epsilon >= 0, "epsilon must not be negative, got ", epsilon);
    }
    constexpr ops::value call(parameters& own, const ops::value& x) const {
        const int at = detail::sample_axis(axis, x.shape().rank);
        const extents n(x.shape()[at]);
        ops::value gamma, beta;
        if (scale) gamma = own.add("gamma", n, gamma_initializer);
        if (center) beta = own.add("beta", n, beta_initializer);
        const auto mean = own.add("moving_mean", n, moving_mean_initializer, false);
        const auto variance = own.add("moving_variance", n, moving_variance_initializer, false);
        // s and t depend on the weights alone: they are computed once, or become part of a product's weights
        auto s = ops::map(variance, {ops::function_kind::rsqrt, epsilon});
        if (scale) s = ops::multiply(gamma, s);
        auto t = ops::multiply(mean, s);
        t = center ? ops::zip(ops::zip_kind::subtract, beta, t) : ops::map(t, {ops::function_kind::negate});
        return ops::scale_shift(x, s, t, at);
    }
    /// By the batch's mean and variance, which move the kept ones; a frozen layer stays as it is.
    constexpr ops::value call_training(parameters& own, const ops::value& x) const {
        if (!own.trainable()) return call(own, x);
        const int at = detail::sample_axis(axis, x.shape().rank), c = x.shape()[at];
        const extents n(c);
        ops::value gamma, beta;
        if (scale) gamma = own.add("gamma", n, gamma_initializer);
        if (center) beta = own.add("beta", n, beta_initializer);
        const auto mean = own.add("moving_mean", n, moving_mean_initializer, false);
        const auto variance = own.add("moving_variance", n, moving_variance_initializer, false);
        const auto m = ops::moments(x, at);
        const auto move = [&](const ops::value& kept, int row) {
            const auto batch = ops::reshape(ops::slice(m, {row, 0}, {1, c}), n);
            own.assign(kept, ops::add(ops::map(kept, {ops::function_kind::affine, momentum}),
                                      ops::map(batch, {ops::function_kind::affine, 1 - momentum})));
        };
        move(mean, 0), move(variance, 1);
        return ops::normalize(x, m, gamma, beta, at, epsilon);
    }
};

} // namespace ctnn::layers

namespace ctnn {
inline constexpr factory<layers::batch_normalization> BatchNormalization{};
}

/// y = gamma * (x - mean) / sqrt(variance + epsilon) + beta, mean and variance of each sample over some axes
///                                                                                     keras.layers.LayerNormalization
///   x (...) -> y (...);  gamma, beta: x's shape along these axes
#pragma once
#include "../op/map.hpp"
#include "../op/reduce.hpp"
#include "../op/reshape.hpp"
#include "../op/scale_shift.hpp"
#include "../op/standardize.hpp"
#include "../op/zip.hpp"
#include "axes.hpp"
#include "layer.hpp"
#include "placed.hpp"

namespace ctnn::layers {

struct layer_normalization {
    extents axis{-1}; ///< one or several, as Keras counts: the batch is axis 0
    float epsilon = 1e-3f;
    bool center = true, scale = true;
    bool rms_scaling = false; ///< y = gamma * x / sqrt(variance + epsilon), whatever center and scale say
    initializer beta_initializer{initializer_kind::zeros};
    initializer gamma_initializer{initializer_kind::ones};

    static constexpr std::string_view keras_name = "LayerNormalization";
    static constexpr auto masks = mask_rule::keeps;
    static constexpr auto arguments() {
        using c = layer_normalization;
        return takes(ctnn::axis, &c::axis, ctnn::epsilon, &c::epsilon, ctnn::center, &c::center, ctnn::scale, &c::scale,
                     ctnn::rms_scaling, &c::rms_scaling, ctnn::beta_initializer, &c::beta_initializer,
                     ctnn::gamma_initializer, &c::gamma_initializer);
    }

    constexpr void check(report& say, const input_shapes& x) const {
        say.unless(axis.rank > 0, "axis must name at least one axis");
        detail::check_axes(say, "axis", axis, x[0]);
        say.unless(epsilon >= 0, "epsilon must not be negative, got ", epsilon);
    }
    constexpr ops::value call(parameters& own, const ops::value& x) const {
        const extents e = x.shape();
        const unsigned axes = detail::axes_of(axis, e.rank);
        // Keras sorts the axes as they were written, negative ones first, and shapes the weights in that order
        extents sorted = axis, shape = {};
        for (int i = 1; i < sorted.rank; ++i)
            for (int k = i; k > 0 && sorted[k] < sorted[k - 1]; --k) {
                const int larger = sorted[k - 1];
                sorted[k - 1] = sorted[k], sorted[k] = larger;
            }
        for (int i = 0; i < sorted.rank; ++i) shape = shape.append(e[detail::sample_axis(sorted[i], e.rank)]);
        ops::value gamma, beta;
        if (scale || rms_scaling) gamma = own.add("gamma", shape, gamma_initializer);
        if (rms_scaling) return ops::multiply(scaled(x, axes), ops::reshape(gamma, detail::stretched(e, axes)));
        if (center) beta = own.add("beta", shape, beta_initializer);
        auto y = ops::standardize(x, axes, epsilon);
        if (scale && center && axis.rank == 1)
            return ops::scale_shift(y, gamma, beta, detail::sample_axis(axis[0], e.rank));
        if (scale) y = ops::multiply(y, ops::reshape(gamma, detail::stretched(e, axes)));
        if (center) y = ops::add(y, ops::reshape(beta, detail::stretched(e, axes)));
        return y;
    }

private:
    /// x / sqrt(variance + epsilon); Keras takes the variance, not the mean of the squares.
    constexpr ops::value scaled(const ops::value& x, unsigned axes) const {
        const auto mean = ops::reduce(ops::reduce_kind::mean, x, axes, true);
        const auto squares = ops::map(ops::zip(ops::zip_kind::subtract, x, mean), {ops::function_kind::square});
        const auto variance = ops::reduce(ops::reduce_kind::mean, squares, axes, true);
        return ops::multiply(x, ops::map(variance, {ops::function_kind::rsqrt, epsilon}));
    }
};

} // namespace ctnn::layers

namespace ctnn {
inline constexpr factory<layers::layer_normalization> LayerNormalization{};
}

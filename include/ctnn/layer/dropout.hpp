/// Layers that only training knows: y = x when the network predicts
///   keras.layers.Dropout, SpatialDropout1D, SpatialDropout2D, AlphaDropout, GaussianDropout, GaussianNoise
///   x (...) -> y (...)
#pragma once
#include "../op/map.hpp"
#include "../op/math.hpp"
#include "../op/training/random.hpp"
#include "spatial.hpp"

namespace ctnn::detail {

/// x with numbers dropped; `noise` is the shape of the mask, which is stretched over x.
constexpr ops::value drop(parameters& own, const ops::value& x, float rate, const extents& noise) {
    if (rate == 0) return x;
    return ops::multiply(x, ops::random(ops::random_kind::drop, x, noise, rate, own.random_stream()));
}
/// noise_shape as the user gave it, the batch in front: without the batch, None filled in.
constexpr extents noise_of(const extents& given, const extents& x) {
    if (given.rank == 0) return x;
    extents e = x;
    for (int i = 0; i < x.rank; ++i)
        if (given[i + 1] == 1) e[i] = 1;
    return e;
}
constexpr ops::value normal(parameters& own, const ops::value& x, float deviation) {
    const auto noise = ops::random(ops::random_kind::normal, x, x.shape(), 0, own.random_stream());
    return ops::map(noise, {ops::function_kind::affine, deviation});
}

} // namespace ctnn::detail

namespace ctnn::layers {

/// Drops single numbers. noise_shape counts the batch; an axis of extent 1 is dropped as a whole, None is x's extent.
struct dropout {
    float rate = 0;
    extents noise_shape{};
    int seed = -1;

    static constexpr std::string_view keras_name = "Dropout";
    static constexpr auto masks = mask_rule::keeps;
    static constexpr auto arguments() {
        return takes(required(ctnn::rate), &dropout::rate, ctnn::noise_shape, &dropout::noise_shape, ctnn::seed,
                     &dropout::seed);
    }
    constexpr void check(report& say, const input_shapes& x) const {
        say.unless(rate >= 0 && rate <= 1, "rate must be from 0 to 1, got ", rate);
        say.unless(noise_shape.rank == 0 || noise_shape.rank == x[0].rank + 1, "noise_shape must have ", x[0].rank + 1,
                   " axes, the batch and those of ", x[0], ", got ", noise_shape);
        for (int i = 1; i < noise_shape.rank && !say.failed(); ++i)
            say.unless(noise_shape[i] == -1 || noise_shape[i] == 1 || noise_shape[i] == x[0][i - 1],
                       "noise_shape must have 1, None or the input's extent on every axis, got ", noise_shape, " for ", x[0]);
    }
    constexpr ops::value call(parameters&, const ops::value& x) const { return x; }
    constexpr ops::value call_training(parameters& own, const ops::value& x) const {
        return detail::drop(own, x, rate, detail::noise_of(noise_shape, x.shape()));
    }
};

/// The same with other numbers; noise_shape counts the batch too.
struct alpha_dropout {
    float rate = 0;
    extents noise_shape{};
    int seed = -1;

    static constexpr std::string_view keras_name = "AlphaDropout";
    static constexpr auto masks = mask_rule::keeps;
    static constexpr auto arguments() {
        using c = alpha_dropout;
        return takes(required(ctnn::rate), &c::rate, ctnn::noise_shape, &c::noise_shape, ctnn::seed, &c::seed);
    }
    constexpr void check(report& say, const input_shapes& x) const { dropout{rate, noise_shape, seed}.check(say, x); }
    constexpr ops::value call(parameters&, const ops::value& x) const { return x; }
    /// What is dropped becomes -1.7581, and the whole is scaled so that mean and variance stay (Klambauer et al., 2017).
    constexpr ops::value call_training(parameters& own, const ops::value& x) const {
        if (rate == 0) return x;
        const double r = double(rate), to = -1.7580993408473766;
        if (r >= 1) return ops::map(x, {ops::function_kind::affine, 0});
        const double a = 1 / math::sqrt((1 - r) * (1 + r * to * to)), b = -a * to * r;
        const auto kept = ops::random(ops::random_kind::keep, x, detail::noise_of(noise_shape, x.shape()), rate, own.random_stream());
        // a (x kept + to (1 - kept)) + b
        return ops::add(ops::multiply(ops::map(x, {ops::function_kind::affine, float(a)}), kept),
                        ops::map(kept, {ops::function_kind::affine, float(-a * to), float(a * to + b)}));
    }
};

/// Drops whole channels of a sequence. x (steps, channels)
struct spatial_dropout_1d {
    float rate = 0;
    int seed = -1;

    static constexpr std::string_view keras_name = "SpatialDropout1D";
    static constexpr auto masks = mask_rule::keeps;
    static constexpr auto arguments() {
        return takes(required(ctnn::rate), &spatial_dropout_1d::rate, ctnn::seed, &spatial_dropout_1d::seed);
    }
    constexpr void check(report& say, const input_shapes& x) const {
        say.unless(rate >= 0 && rate <= 1, "rate must be from 0 to 1, got ", rate);
        detail::check_rank(say, x[0], 1, data_format_kind::channels_last);
    }
    constexpr ops::value call(parameters&, const ops::value& x) const { return x; }
    constexpr ops::value call_training(parameters& own, const ops::value& x) const {
        return detail::drop(own, x, rate, {1, x.shape()[1]});
    }
};

/// Drops whole channels of an image. x (height, width, channels)
struct spatial_dropout_2d {
    float rate = 0;
    data_format_kind data_format = data_format_kind::channels_last;
    int seed = -1;

    static constexpr std::string_view keras_name = "SpatialDropout2D";
    static constexpr auto masks = mask_rule::keeps;
    static constexpr auto arguments() {
        using c = spatial_dropout_2d;
        return takes(required(ctnn::rate), &c::rate, ctnn::data_format, &c::data_format, ctnn::seed, &c::seed);
    }
    constexpr void check(report& say, const input_shapes& x) const {
        say.unless(rate >= 0 && rate <= 1, "rate must be from 0 to 1, got ", rate);
        detail::check_rank(say, x[0], 2, data_format);
    }
    constexpr ops::value call(parameters&, const ops::value& x) const { return x; }
    constexpr ops::value call_training(parameters& own, const ops::value& x) const {
        const extents& e = x.shape();
        return detail::drop(own, x, rate, data_format == detail::first_format ? extents{e[0], 1, 1} : extents{1, 1, e[2]});
    }
};

/// Multiplies by normal numbers around 1.
struct gaussian_dropout {
    float rate = 0;
    int seed = -1;

    static constexpr std::string_view keras_name = "GaussianDropout";
    static constexpr auto masks = mask_rule::keeps;
    static constexpr auto arguments() {
        return takes(required(ctnn::rate), &gaussian_dropout::rate, ctnn::seed, &gaussian_dropout::seed);
    }
    constexpr void check(report& say, const input_shapes&) const {
        say.unless(rate >= 0 && rate <= 1, "rate must be from 0 to 1, got ", rate);
    }
    constexpr ops::value call(parameters&, const ops::value& x) const { return x; }
    constexpr ops::value call_training(parameters& own, const ops::value& x) const {
        if (rate == 0) return x;
        const double r = double(rate);
        return ops::add(x, ops::multiply(x, detail::normal(own, x, float(math::sqrt(r / (1 - r))))));
    }
};

/// Adds normal numbers around 0.
struct gaussian_noise {
    float stddev = 0;
    int seed = -1;

    static constexpr std::string_view keras_name = "GaussianNoise";
    static constexpr auto masks = mask_rule::keeps;
    static constexpr auto arguments() {
        return takes(required(ctnn::stddev), &gaussian_noise::stddev, ctnn::seed, &gaussian_noise::seed);
    }
    constexpr void check(report& say, const input_shapes&) const {
        say.unless(stddev >= 0 && stddev <= 1, "stddev must be from 0 to 1, got ", stddev);
    }
    constexpr ops::value call(parameters&, const ops::value& x) const { return x; }
    constexpr ops::value call_training(parameters& own, const ops::value& x) const {
        return stddev == 0 ? x : ops::add(x, detail::normal(own, x, stddev));
    }
};

} // namespace ctnn::layers

namespace ctnn {
inline constexpr factory<layers::dropout> Dropout{};
inline constexpr factory<layers::alpha_dropout> AlphaDropout{};
inline constexpr factory<layers::spatial_dropout_1d> SpatialDropout1D{};
inline constexpr factory<layers::spatial_dropout_2d> SpatialDropout2D{};
inline constexpr factory<layers::gaussian_dropout> GaussianDropout{};
inline constexpr factory<layers::gaussian_noise> GaussianNoise{};
} // namespace ctnn

/// Layers that only training knows: y = x when the network predicts
///   keras.layers.Dropout, SpatialDropout1D, SpatialDropout2D, AlphaDropout, GaussianDropout, GaussianNoise
///   x (...) -> y (...)
#pragma once
#include "spatial.hpp"

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

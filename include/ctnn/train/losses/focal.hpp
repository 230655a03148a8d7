/// Crossentropies that turn to what is still wrong (Lin et al.: Focal Loss for Dense Object Detection, 2018).
///   BinaryFocalCrossentropy(apply_class_balancing, alpha, gamma, from_logits, label_smoothing, axis)
///     mean((1 - p_t)^gamma bce) over one axis, p_t = y p + (1 - y) (1 - p), bce as BinaryCrossentropy; with
///     apply_class_balancing each times y alpha + (1 - y) (1 - alpha): y, p (..., n) -> (...)
///   CategoricalFocalCrossentropy(alpha, gamma, from_logits, label_smoothing, axis)
///     -sum(alpha (1 - p)^gamma y log(p)) over one axis, p scaled to sum to 1 along it: y, p (..., n) -> (...)
#pragma once
#include "crossentropy.hpp"

namespace ctnn::losses {

struct binary_focal_crossentropy : elementwise_loss {
    bool apply_class_balancing = false;
    float alpha = 0.25f, gamma = 2;
    bool from_logits = false;
    float label_smoothing = 0;
    int axis = -1; ///< as Keras counts: the batch is axis 0

    static constexpr std::string_view keras_name = "BinaryFocalCrossentropy",
                                      default_name = "binary_focal_crossentropy";
    static constexpr auto arguments() {
        using self = binary_focal_crossentropy;
        return takes(ctnn::apply_class_balancing, &self::apply_class_balancing, ctnn::alpha, &self::alpha, ctnn::gamma,
                     &self::gamma, ctnn::from_logits, &self::from_logits, ctnn::label_smoothing, &self::label_smoothing,
                     ctnn::axis, &self::axis, ctnn::reduction, &self::reduction, ctnn::name, &self::name);
    }
    constexpr void check(text& say, const extents& y_true, const extents& y_pred,
                         output_kind ends_in = output_kind::other) const {
        if (say.empty() && !(gamma >= 0)) say << "gamma must not be negative, got " << double(gamma);
        ctnn::detail::check_range(say, "label_smoothing", label_smoothing, 0, 1);
        ctnn::detail::check_loss_axis(say, axis, y_true, y_pred);
        elementwise_loss::check(say, y_true, y_pred, ends_in);
    }
    constexpr ops::value operator()(const ops::value& y_true, const ops::value& y_pred) const {
        using namespace loss_math;
        auto s = ctnn::detail::scores_of(y_true, y_pred, output_kind::sigmoid, false);
        auto p = ctnn::detail::aligned(y_true, y_pred).y_pred;
        if (from_logits) s.x = p, s.logits = true, p = apply(ops::function_kind::sigmoid, p);
        const auto y = affine(s.y, 1 - label_smoothing, label_smoothing / 2), not_y = affine(y, -1, 1);
        const auto p_t = plus(times(y, p), times(not_y, affine(p, -1, 1)));
        auto all = ctnn::detail::binary_crossentropy_of(s, y);
        if (gamma != 0) all = times(power(affine(p_t, -1, 1), gamma), all);
        if (apply_class_balancing) all = times(plus(affine(y, alpha, 0), affine(not_y, 1 - alpha, 0)), all);
        return reduced(ops::reduce_kind::mean, all, 1u << ctnn::detail::sample_axis(axis, y.shape().rank));
    }
    constexpr bool operator==(const binary_focal_crossentropy&) const = default;
};

struct categorical_focal_crossentropy : elementwise_loss {
    float alpha = 0.25f, gamma = 2;
    bool from_logits = false;
    float label_smoothing = 0;
    int axis = -1; ///< as Keras counts: the batch is axis 0

    static constexpr std::string_view keras_name = "CategoricalFocalCrossentropy",
                                      default_name = "categorical_focal_crossentropy";
    static constexpr auto arguments() {
        using self = categorical_focal_crossentropy;
        return takes(ctnn::alpha, &self::alpha, ctnn::gamma, &self::gamma, ctnn::from_logits, &self::from_logits,
                     ctnn::label_smoothing, &self::label_smoothing, ctnn::axis, &self::axis, ctnn::reduction,
                     &self::reduction, ctnn::name, &self::name);
    }
    constexpr void check(text& say, const extents& y_true, const extents& y_pred,
                         output_kind ends_in = output_kind::other) const {
        if (say.empty() && !(gamma >= 0)) say << "gamma must not be negative, got " << double(gamma);
        ctnn::detail::check_range(say, "label_smoothing", label_smoothing, 0, 1);
        ctnn::detail::check_loss_axis(say, axis, y_true, y_pred);
        ctnn::detail::check_options(say, *this, y_pred, ends_in);
        ctnn::detail::check_class_outputs(say, keras_name, y_true, y_pred);
        ctnn::detail::check_target(say, y_true, y_pred);
    }
    constexpr ops::value operator()(const ops::value& y_true, const ops::value& y_pred) const {
        using namespace loss_math;
        const auto pair = ctnn::detail::aligned(y_true, y_pred);
        const unsigned along = 1u << ctnn::detail::sample_axis(axis, pair.y_true.shape().rank);
        const auto y = affine(pair.y_true, 1 - label_smoothing, label_smoothing / float(pair.y_true.shape().last()));
        const auto given = from_logits ? ops::softmax(ops::softmax_kind::softmax, pair.y_pred, along) : pair.y_pred;
        const auto p = ctnn::detail::probabilities(quotient(given, reduced(ops::reduce_kind::sum, given, along, true)));
        auto all = times(y, logarithm(p));
        if (gamma != 0) all = times(power(affine(p, -1, 1), gamma), all);
        return affine(reduced(ops::reduce_kind::sum, all, along), -alpha, 0);
    }
    constexpr bool operator==(const categorical_focal_crossentropy&) const = default;
};

inline constexpr configured_type<binary_focal_crossentropy> BinaryFocalCrossentropy{};
inline constexpr configured_type<categorical_focal_crossentropy> CategoricalFocalCrossentropy{};

} // namespace ctnn::losses

namespace ctnn {
using losses::BinaryFocalCrossentropy, losses::CategoricalFocalCrossentropy;
}

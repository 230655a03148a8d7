/// Losses of classes and probabilities: y is the target, p the output.
///   BinaryCrossentropy(from_logits, label_smoothing, axis)
///     mean(-y log(p) - (1 - y) log(1 - p)) over one axis: y, p (..., n) -> (...)
///   CategoricalCrossentropy(from_logits, label_smoothing, axis)
///     -sum(y log(p / sum(p))) over one axis: y, p (..., n) -> (...)
///   SparseCategoricalCrossentropy(from_logits, ignore_class)
///     the same of class numbers: y (...) or (..., 1), p (..., n) -> (...)
///   KLDivergence
///     sum(y log(y / p)), both at least 1e-7: y, p (..., n) -> (...)
///   CategoricalGeneralizedCrossEntropy(q)
///     (1 - p[y]^q) / q of class numbers: y (...), p (..., n) -> (...)
///
/// Probabilities are clipped to [1e-7, 1 - 1e-7]. As in Keras on TensorFlow an output that comes straight out of a
/// softmax or, for the binary one, a sigmoid is not: the loss is computed from what is in front of it, from_logits or
/// not.
#pragma once
#include "../../op/permute.hpp"
#include "../../op/training/crossentropy.hpp"
#include "../../op/training/one_hot.hpp"
#include "../loss.hpp"
#include "arithmetic.hpp"

namespace ctnn {
namespace detail {

/// Target and output of a loss that may use logits; x: those, or probabilities.
struct scores {
    ops::value y, x;
    bool logits;
};
/// `kind`: the function whose argument is used in place of its value. An axis that is added or dropped hides it.
constexpr scores scores_of(const ops::value& y_true, const ops::value& y_pred, output_kind kind, bool from_logits) {
    const auto [y, p] = aligned(y_true, y_pred);
    const ops::value& seen = y_true.shape() == y_pred.shape() ? y_pred : p;
    if (ends_in(seen) == kind) return {y, ops::reshape(logits_of(seen), p.shape()), true};
    return {y, p, from_logits};
}

constexpr ops::value probabilities(const ops::value& p) {
    return loss_math::clipped(p, loss_math::keras_epsilon, 1 - loss_math::keras_epsilon);
}

/// Element by element; y and s.x (..., n) -> (..., n).
constexpr ops::value binary_crossentropy_of(const scores& s, const ops::value& y) {
    using namespace loss_math;
    if (s.logits) return minus(apply(ops::function_kind::softplus, s.x), times(s.x, y));
    const auto p = probabilities(s.x);
    return negative(plus(times(y, logarithm(p)), times(affine(y, -1, 1), logarithm(affine(p, -1, 1)))));
}

/// The axes in another order, so that `axis` (counted from 0) becomes the last one.
constexpr ops::value with_last_axis(const ops::value& x, int axis) {
    extents order = {};
    for (int i = 0; i < x.shape().rank; ++i)
        if (i != axis) order = order.append(i);
    return ops::permute(x, order.append(axis));
}

/// Class numbers without an axis of extent 1 at the end. p (..., n), y (...) or (..., 1) -> (...)
constexpr ops::value class_numbers(const ops::value& y, const extents& p) {
    return ops::reshape(y, p.without(p.rank - 1));
}

/// Shapes for a loss that takes a row of numbers for each target, one of them for each class.
constexpr void check_class_outputs(text& say, std::string_view keras_name, const extents& y_true,
                                   const extents& y_pred) {
    if (!say.empty()) return;
    if (y_pred.last() == 1)
        say << keras_name << " needs an output for each class, got one unit; hint: binary_crossentropy";
    else if (!(y_true == y_pred) &&
             (y_true == y_pred.without(y_pred.rank - 1) || is_expanded(y_true, y_pred.without(y_pred.rank - 1))))
        say << "targets must have shape " << y_pred << ", got " << y_true
            << "; hint: sparse_categorical_crossentropy takes class numbers";
}
/// Shapes for a loss that takes class numbers.
constexpr void check_class_numbers(text& say, std::string_view keras_name, const extents& y_true, const extents& y_pred,
                                   bool or_expanded) {
    if (!say.empty()) return;
    if (y_pred.last() == 1) {
        say << keras_name << " needs an output for each class, got one unit; hint: binary_crossentropy";
        return;
    }
    const extents expected = y_pred.without(y_pred.rank - 1);
    if (y_true == expected || (or_expanded && is_expanded(y_true, expected))) return;
    say << "targets must have shape " << expected << ", got " << y_true;
    if (y_true == y_pred) say << "; hint: categorical_crossentropy takes a row of probabilities for each target";
}

} // namespace detail

namespace losses {

struct binary_crossentropy : elementwise_loss {
    bool from_logits = false;
    float label_smoothing = 0;
    int axis = -1; ///< as Keras counts: the batch is axis 0

    static constexpr std::string_view keras_name = "BinaryCrossentropy", default_name = "binary_crossentropy";
    static constexpr auto arguments() {
        return takes(ctnn::from_logits, &binary_crossentropy::from_logits, ctnn::label_smoothing,
                     &binary_crossentropy::label_smoothing, ctnn::axis, &binary_crossentropy::axis, ctnn::reduction,
                     &binary_crossentropy::reduction, ctnn::name, &binary_crossentropy::name);
    }
    constexpr void check(text& say, const extents& y_true, const extents& y_pred,
                         output_kind ends_in = output_kind::other) const {
        ctnn::detail::check_range(say, "label_smoothing", label_smoothing, 0, 1);
        ctnn::detail::check_loss_axis(say, axis, y_true, y_pred);
        elementwise_loss::check(say, y_true, y_pred, ends_in);
    }
    constexpr ops::value operator()(const ops::value& y_true, const ops::value& y_pred) const {
        using namespace loss_math;
        const auto s = ctnn::detail::scores_of(y_true, y_pred, output_kind::sigmoid, from_logits);
        const auto y = affine(s.y, 1 - label_smoothing, label_smoothing / 2);
        return reduced(ops::reduce_kind::mean, ctnn::detail::binary_crossentropy_of(s, y),
                       1u << ctnn::detail::sample_axis(axis, y.shape().rank));
    }
    constexpr bool operator==(const binary_crossentropy&) const = default;
};

struct categorical_crossentropy : elementwise_loss {
    bool from_logits = false;
    float label_smoothing = 0;
    int axis = -1; ///< as Keras counts: the batch is axis 0

    static constexpr std::string_view keras_name = "CategoricalCrossentropy", default_name = "categorical_crossentropy";
    static constexpr auto arguments() {
        return takes(ctnn::from_logits, &categorical_crossentropy::from_logits, ctnn::label_smoothing,
                     &categorical_crossentropy::label_smoothing, ctnn::axis, &categorical_crossentropy::axis,
                     ctnn::reduction, &categorical_crossentropy::reduction, ctnn::name,
                     &categorical_crossentropy::name);
    }
    constexpr void check(text& say, const extents& y_true, const extents& y_pred,
                         output_kind ends_in = output_kind::other) const {
        ctnn::detail::check_range(say, "label_smoothing", label_smoothing, 0, 1);
        ctnn::detail::check_loss_axis(say, axis, y_true, y_pred);
        ctnn::detail::check_options(say, *this, y_pred, ends_in);
        ctnn::detail::check_class_outputs(say, keras_name, y_true, y_pred);
        ctnn::detail::check_target(say, y_true, y_pred);
    }
    constexpr ops::value operator()(const ops::value& y_true, const ops::value& y_pred) const {
        using namespace loss_math;
        const auto s = ctnn::detail::scores_of(y_true, y_pred, output_kind::softmax, from_logits);
        const auto y = affine(s.y, 1 - label_smoothing, label_smoothing / float(s.y.shape().last()));
        const int along = ctnn::detail::sample_axis(axis, y.shape().rank);
        if (s.logits)
            return ops::crossentropy(ctnn::detail::with_last_axis(y, along), ctnn::detail::with_last_axis(s.x, along));
        const auto p =
            ctnn::detail::probabilities(quotient(s.x, reduced(ops::reduce_kind::sum, s.x, 1u << along, true)));
        return negative(reduced(ops::reduce_kind::sum, times(y, logarithm(p)), 1u << along));
    }
    constexpr bool operator==(const categorical_crossentropy&) const = default;
};

struct sparse_categorical_crossentropy : loss_options {
    bool from_logits = false;
    class_number ignore_class{}; ///< targets of this class count for nothing
    int axis = -1;               ///< Keras takes the last one alone

    static constexpr std::string_view keras_name = "SparseCategoricalCrossentropy",
                                      default_name = "sparse_categorical_crossentropy";
    static constexpr auto arguments() {
        return takes(ctnn::from_logits, &sparse_categorical_crossentropy::from_logits, ctnn::ignore_class,
                     &sparse_categorical_crossentropy::ignore_class, ctnn::reduction,
                     &sparse_categorical_crossentropy::reduction, ctnn::axis, &sparse_categorical_crossentropy::axis,
                     ctnn::name, &sparse_categorical_crossentropy::name);
    }
    static constexpr extents target_shape(const extents& y_pred) { return y_pred.without(y_pred.rank - 1); }
    static constexpr int classes_of(const extents& y_pred) { return y_pred.last(); }
    constexpr const int* ignored() const {
        return ignore_class.given ? &ignore_class.number : nullptr;
    } ///< a number that is no class
    constexpr void check(text& say, const extents& y_true, const extents& y_pred,
                         output_kind ends_in = output_kind::other) const {
        if (say.empty() && axis != -1 && axis != y_pred.rank) say << "axis must be -1, the last one, got " << axis;
        ctnn::detail::check_options(say, *this, y_pred, ends_in);
        ctnn::detail::check_class_numbers(say, keras_name, y_true, y_pred, true);
    }
    constexpr ops::value operator()(const ops::value& y_true, const ops::value& y_pred) const {
        using namespace loss_math;
        const auto y = ctnn::detail::class_numbers(y_true, y_pred.shape());
        const auto classes =
            ops::one_hot(ignore_class.given ? times(y, counted(y_true, y_pred)) : y, y_pred.shape().last());
        // (Keras loses sight of the softmax where a class is ignored)
        if (!ignore_class.given && ctnn::detail::ends_in(y_pred) == output_kind::softmax)
            return ops::crossentropy(classes, ctnn::detail::logits_of(y_pred));
        const auto all =
            ops::crossentropy(classes, from_logits ? y_pred : logarithm(ctnn::detail::probabilities(y_pred)));
        return ignore_class.given ? times(all, counted(y_true, y_pred)) : all;
    }
    /// 1 where the target is another class than the ignored one.
    constexpr ops::value counted(const ops::value& y_true, const ops::value& y_pred) const {
        if (!ignore_class.given) return {};
        const auto y = ctnn::detail::class_numbers(y_true, y_pred.shape());
        return loss_math::clipped(loss_math::magnitude(loss_math::affine(y, 1, -float(ignore_class.number))), 0, 1);
    }
    constexpr bool operator==(const sparse_categorical_crossentropy&) const = default;
};

struct kl_divergence : elementwise_loss {
    static constexpr std::string_view keras_name = "KLDivergence", default_name = "kl_divergence";
    static constexpr auto arguments() {
        return takes(ctnn::reduction, &kl_divergence::reduction, ctnn::name, &kl_divergence::name);
    }
    constexpr ops::value operator()(const ops::value& y_true, const ops::value& y_pred) const {
        using namespace loss_math;
        const auto pair = ctnn::detail::aligned(y_true, y_pred);
        const auto y = clipped(pair.y_true, keras_epsilon, 1), p = clipped(pair.y_pred, keras_epsilon, 1);
        return sum_last(times(y, logarithm(quotient(y, p))));
    }
    constexpr bool operator==(const kl_divergence&) const = default;
};

struct categorical_generalized_cross_entropy : loss_options {
    float q = 0.5f;

    static constexpr std::string_view keras_name = "CategoricalGeneralizedCrossEntropy",
                                      default_name = "categorical_generalized_cross_entropy";
    static constexpr auto arguments() {
        return takes(ctnn::q, &categorical_generalized_cross_entropy::q, ctnn::reduction,
                     &categorical_generalized_cross_entropy::reduction, ctnn::name,
                     &categorical_generalized_cross_entropy::name);
    }
    static constexpr extents target_shape(const extents& y_pred) { return y_pred.without(y_pred.rank - 1); }
    static constexpr int classes_of(const extents& y_pred) { return y_pred.last(); }
    constexpr const int* ignored() const { return nullptr; } ///< a number that is no class
    constexpr void check(text& say, const extents& y_true, const extents& y_pred,
                         output_kind ends_in = output_kind::other) const {
        if (say.empty() && !(q > 0 && q < 1)) say << "q must be between 0 and 1, got " << double(q);
        ctnn::detail::check_options(say, *this, y_pred, ends_in);
        ctnn::detail::check_class_numbers(say, keras_name, y_true, y_pred, false);
    }
    constexpr ops::value operator()(const ops::value& y_true, const ops::value& y_pred) const {
        using namespace loss_math;
        const auto p = sum_last(times(y_pred, ops::one_hot(y_true, y_pred.shape().last())));
        return affine(power(p, q), -1 / q, 1 / q);
    }
    constexpr bool operator==(const categorical_generalized_cross_entropy&) const = default;
};

/// Keras' "crossentropy": the binary one for an output of one unit, otherwise the one that the target suits.
struct crossentropy : loss_options {
    static constexpr std::string_view keras_name = "crossentropy", default_name = "crossentropy";
    static constexpr auto arguments() {
        return takes(ctnn::reduction, &crossentropy::reduction, ctnn::name, &crossentropy::name);
    }
    static constexpr extents target_shape(const extents& y_pred) { return y_pred; }
    constexpr void check(text& say, const extents& y_true, const extents& y_pred,
                         output_kind ends_in = output_kind::other) const {
        with(y_true, y_pred, [&](const auto& loss) { loss.check(say, y_true, y_pred, ends_in); });
    }
    constexpr ops::value operator()(const ops::value& y_true, const ops::value& y_pred) const {
        ops::value values;
        with(y_true.shape(), y_pred.shape(), [&](const auto& loss) { values = loss(y_true, y_pred); });
        return values;
    }
    constexpr bool operator==(const crossentropy&) const = default;

private:
    template<class F>
    static constexpr void with(const extents& y_true, const extents& y_pred, const F& f) {
        if (y_pred.last() == 1)
            f(binary_crossentropy{});
        else if (y_true.rank < y_pred.rank || y_true.last() == 1)
            f(sparse_categorical_crossentropy{});
        else
            f(categorical_crossentropy{});
    }
};

// (metrics of Keras have these names, too)
inline constexpr configured_type<binary_crossentropy> BinaryCrossentropy{};
inline constexpr configured_type<categorical_crossentropy> CategoricalCrossentropy{};
inline constexpr configured_type<sparse_categorical_crossentropy> SparseCategoricalCrossentropy{};
inline constexpr configured_type<kl_divergence> KLDivergence{};
inline constexpr configured_type<categorical_generalized_cross_entropy> CategoricalGeneralizedCrossEntropy{};

} // namespace losses

using losses::CategoricalGeneralizedCrossEntropy;

} // namespace ctnn

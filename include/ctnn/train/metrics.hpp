/// All of Keras' metrics, and what Keras' strings for them mean: metrics = accuracy.
#pragma once
#include "metrics/accuracy.hpp"
#include "metrics/auc.hpp"
#include "metrics/correlation.hpp"
#include "metrics/f_score.hpp"
#include "metrics/hinge.hpp"
#include "metrics/iou.hpp"
#include "metrics/positives.hpp"
#include "metrics/probabilistic.hpp"
#include "metrics/regression.hpp"
#include "shortcut.hpp"

namespace ctnn {

/// Keras' metrics by their names, also those that a loss has, too: metrics::MeanSquaredError(). (A class, because
/// `metrics` is a keyword of compile as well, and C++ lets a variable share its name with a class only.)
struct metrics : reduction_metrics,
                 accuracy_metrics,
                 regression_metrics,
                 correlation_metrics,
                 probabilistic_metrics,
                 hinge_metrics,
                 positives_metrics,
                 auc_metrics,
                 f_score_metrics,
                 iou_metrics {};

namespace detail {

/// What Keras takes targets and outputs for when it chooses a kind of accuracy or crossentropy.
enum class target_kind : unsigned char { binary, sparse_categorical, categorical };

constexpr target_kind kind_of_targets(const extents& y_true, const extents& y_pred) {
    if (y_pred.last() == 1) return target_kind::binary;
    if (y_true.rank < y_pred.rank || y_true.last() == 1) return target_kind::sparse_categorical;
    return target_kind::categorical;
}

/// Keras' other name of a class: to_snake_case("MeanSquaredError").
constexpr name_text snake_case(std::string_view name) {
    const auto upper = [&](std::size_t i) { return i < name.size() && name[i] >= 'A' && name[i] <= 'Z'; };
    const auto lower = [&](std::size_t i) { return i < name.size() && name[i] >= 'a' && name[i] <= 'z'; };
    name_text t;
    for (std::size_t i = 0; i < name.size(); ++i) {
        if (i > 0 && upper(i) && (lower(i + 1) || lower(i - 1))) t.chars[t.length++] = '_';
        t.chars[t.length++] = upper(i) ? char(name[i] + ('a' - 'A')) : name[i];
    }
    return t;
}

template<class... M>
struct metric_classes {
    /// The class of that name, -1 for none.
    static constexpr int find(std::string_view name) {
        int found = -1, i = 0;
        ((found = found < 0 && (name == M::keras_name || name == snake_case(M::keras_name).view()) ? i : found, ++i),
         ...);
        return found;
    }
    template<int I>
    using at = std::tuple_element_t<std::size_t(I), std::tuple<M...>>;
};

/// What Keras makes from a name alone, and its functions that are no class.
using metrics_by_name = metric_classes<
    metric::mean_squared_error, metric::root_mean_squared_error, metric::mean_absolute_error,
    metric::mean_absolute_percentage_error, metric::mean_squared_logarithmic_error, metric::cosine_similarity,
    metric::log_cosh_error, metric::r2_score, metric::auc, metric::false_negatives, metric::false_positives,
    metric::precision, metric::recall, metric::true_negatives, metric::true_positives, metric::concordance_correlation,
    metric::pearson_correlation, metric::hinge, metric::squared_hinge, metric::categorical_hinge, metric::kl_divergence,
    metric::poisson, metric::binary_crossentropy, metric::categorical_crossentropy,
    metric::sparse_categorical_crossentropy, metric::binary_accuracy, metric::categorical_accuracy,
    metric::sparse_categorical_accuracy, metric::top_k_categorical_accuracy, metric::sparse_top_k_categorical_accuracy,
    metric::f1_score, metric::fbeta_score, metric::binary_iou, metric::huber, metric::binary_focal_crossentropy,
    metric::categorical_focal_crossentropy>;

template<class Binary, class Sparse, class Categorical, target_kind Kind>
using metric_for = std::conditional_t<Kind == target_kind::binary, Binary,
                                      std::conditional_t<Kind == target_kind::sparse_categorical, Sparse, Categorical>>;

/// The metric behind a name of Keras', for targets and outputs of a kind; void if there is none.
template<fixed_string Name, target_kind Kind>
constexpr auto metric_named() {
    constexpr std::string_view name = full_name(Name.view());
    constexpr int found = metrics_by_name::find(name);
    if constexpr (name == "accuracy" || name == "Accuracy" || name == "acc")
        return metric_for<metric::binary_accuracy, metric::sparse_categorical_accuracy, metric::categorical_accuracy,
                          Kind>();
    else if constexpr (name == "crossentropy") // Keras 2's; Keras 3 chooses losses so
        return metric_for<metric::binary_crossentropy, metric::sparse_categorical_crossentropy,
                          metric::categorical_crossentropy, Kind>();
    else if constexpr (name == "log_cosh")
        return metric::log_cosh_error();
    else if constexpr (found >= 0)
        return metrics_by_name::at<found>();
}

template<fixed_string Name>
struct no_such_metric {
    static constexpr text value = [] {
        text t;
        return t << "metrics: '" << Name.view() << "' is no metric; hint: mse, accuracy or AUC() is one";
    }();
};

/// A value of `metrics = ...` as a metric, for targets and outputs of these shapes: a metric as it is; a name of Keras'
/// as the metric that it means, under that name in the logs; a function as its mean. "accuracy" and "crossentropy" are
/// the kind that Keras picks: binary for outputs of one unit, else sparse where targets have fewer axes or a last axis
/// of one, else categorical.
template<extents YTrue, extents YPred, class M>
requires is_metric<M>
constexpr M metric_of(const M& metric) { return metric; }
template<extents YTrue, extents YPred, fixed_string Name>
constexpr auto metric_of(const shortcut<Name>&, std::string_view shown = Name.view()) {
    constexpr target_kind kind = kind_of_targets(YTrue, YPred);
    if constexpr (std::is_void_v<decltype(metric_named<Name, kind>())>) {
        CTNN_SAY_ALWAYS(no_such_metric<Name>::value);
        return metric::accuracy();
    } else {
        auto m = metric_named<Name, kind>();
        m.name = shown;
        return m;
    }
}
template<extents YTrue, extents YPred, fixed_string Name, fixed_string Shown>
constexpr auto metric_of(const short_form<Name, Shown>& m) {
    return metric_of<YTrue, YPred>(static_cast<const shortcut<Name>&>(m), Shown.view());
}
/// A name as a string: "auc"_s, "mse"_s.
template<extents YTrue, extents YPred, fixed_string Name>
constexpr auto metric_of(const string_constant<Name>&) {
    return metric_of<YTrue, YPred>(shortcut<Name>());
}
/// A function of a row of targets and a row of outputs. Keras calls a lambda so in its logs.
template<extents YTrue, extents YPred, class F>
requires(!is_metric<F> &&
         std::is_invocable_v<const F&, metric_row, metric_row>) constexpr auto metric_of(const F& function) {
    return MeanMetricWrapper(function, ctnn::name = "lambda");
}

} // namespace detail
} // namespace ctnn

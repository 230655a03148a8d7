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

/// The metric behind a name of Keras', for targets and outputs of these shapes; void if there is none.
template<fixed_string Name, target_kind Kind>
struct metric_named {
    using type = void;
};
template<class Binary, class Sparse, class Categorical, target_kind Kind>
using metric_for = std::conditional_t<Kind == target_kind::binary, Binary,
                                      std::conditional_t<Kind == target_kind::sparse_categorical, Sparse, Categorical>>;
template<target_kind Kind>
struct metric_named<"accuracy", Kind> {
    using type = metric_for<metric::binary_accuracy, metric::sparse_categorical_accuracy, metric::categorical_accuracy, Kind>;
};
template<target_kind Kind>
struct metric_named<"crossentropy", Kind> { // Keras 2's; Keras 3 chooses a loss so
    using type = metric_for<metric::binary_crossentropy, metric::sparse_categorical_crossentropy,
                            metric::categorical_crossentropy, Kind>;
};
template<target_kind Kind>
struct metric_named<"mean_squared_error", Kind> {
    using type = metric::mean_squared_error;
};
template<target_kind Kind>
struct metric_named<"mean_absolute_error", Kind> {
    using type = metric::mean_absolute_error;
};
template<target_kind Kind>
struct metric_named<"mean_absolute_percentage_error", Kind> {
    using type = metric::mean_absolute_percentage_error;
};
template<target_kind Kind>
struct metric_named<"mean_squared_logarithmic_error", Kind> {
    using type = metric::mean_squared_logarithmic_error;
};
template<target_kind Kind>
struct metric_named<"huber", Kind> {
    using type = metric::huber;
};
template<target_kind Kind>
struct metric_named<"cosine_similarity", Kind> {
    using type = metric::cosine_similarity;
};
template<target_kind Kind>
struct metric_named<"hinge", Kind> {
    using type = metric::hinge;
};
template<target_kind Kind>
struct metric_named<"squared_hinge", Kind> {
    using type = metric::squared_hinge;
};
template<target_kind Kind>
struct metric_named<"categorical_hinge", Kind> {
    using type = metric::categorical_hinge;
};
template<target_kind Kind>
struct metric_named<"kl_divergence", Kind> {
    using type = metric::kl_divergence;
};
template<target_kind Kind>
struct metric_named<"poisson", Kind> {
    using type = metric::poisson;
};
template<target_kind Kind>
struct metric_named<"binary_crossentropy", Kind> {
    using type = metric::binary_crossentropy;
};
template<target_kind Kind>
struct metric_named<"categorical_crossentropy", Kind> {
    using type = metric::categorical_crossentropy;
};
template<target_kind Kind>
struct metric_named<"sparse_categorical_crossentropy", Kind> {
    using type = metric::sparse_categorical_crossentropy;
};
template<target_kind Kind>
struct metric_named<"binary_focal_crossentropy", Kind> {
    using type = metric::binary_focal_crossentropy;
};
template<target_kind Kind>
struct metric_named<"categorical_focal_crossentropy", Kind> {
    using type = metric::categorical_focal_crossentropy;
};
template<target_kind Kind>
struct metric_named<"binary_accuracy", Kind> {
    using type = metric::binary_accuracy;
};
template<target_kind Kind>
struct metric_named<"categorical_accuracy", Kind> {
    using type = metric::categorical_accuracy;
};
template<target_kind Kind>
struct metric_named<"sparse_categorical_accuracy", Kind> {
    using type = metric::sparse_categorical_accuracy;
};
template<target_kind Kind>
struct metric_named<"top_k_categorical_accuracy", Kind> {
    using type = metric::top_k_categorical_accuracy;
};
template<target_kind Kind>
struct metric_named<"sparse_top_k_categorical_accuracy", Kind> {
    using type = metric::sparse_top_k_categorical_accuracy;
};
template<target_kind Kind>
struct metric_named<"log_cosh", Kind> {
    using type = metric::log_cosh_error;
};

template<fixed_string Name>
struct no_such_metric {
    static constexpr text value = [] {
        text t;
        return t << "metrics: Keras has no metric '" << Name.view() << '\'';
    }();
};

/// A value of `metrics = ...` as a metric, for targets and outputs of these shapes: a metric as it is, a name of Keras'
/// as the metric that it means, under that name in the logs.
template<extents YTrue, extents YPred, class M>
    requires is_metric<M>
constexpr M metric_of(const M& metric) {
    return metric;
}
template<extents YTrue, extents YPred, fixed_string Name>
constexpr auto metric_of(const shortcut<Name>&, std::string_view shown = Name.view()) {
    using type = typename metric_named<Name, kind_of_targets(YTrue, YPred)>::type;
    if constexpr (std::is_void_v<type>) {
        CTNN_SAY_ALWAYS(no_such_metric<Name>::value);
        return metric::accuracy();
    } else {
        type m;
        m.name = shown;
        return m;
    }
}
template<extents YTrue, extents YPred, fixed_string Name, fixed_string Shown>
constexpr auto metric_of(const short_form<Name, Shown>& m) {
    return metric_of<YTrue, YPred>(static_cast<const shortcut<Name>&>(m), Shown.view());
}

} // namespace detail
} // namespace ctnn

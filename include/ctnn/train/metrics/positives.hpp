/// Counts and ratios at thresholds     keras.metrics.TruePositives, TrueNegatives, FalsePositives, FalseNegatives,
///     Precision, Recall, PrecisionAtRecall, RecallAtPrecision, SensitivityAtSpecificity, SpecificityAtSensitivity
///   y_true (...) of 0 and 1, y_pred (...) from 0 to 1. A prediction is positive above the threshold.
#pragma once
#include "confusion.hpp"

#ifdef __clang__
#pragma float_control(precise, on, push)
#endif

namespace ctnn::detail {

/// Metric::of(counts) at each threshold.
template<class Metric, unsigned Options>
struct positives_state {
    confusion_counts<Options> counts;

    void reset() { counts.reset(); }
    void update(const float* y_true, const float* y_pred, const float* sample_weight, int n) {
        counts.update(y_true, y_pred, sample_weight, n);
    }
    int result_count() const { return counts.threshold_count(); }
    double result(int i) const { return Metric::template of<Options>(counts.at(i)); }
    double result() const {
        double sum = 0;
        for (int i = 0; i < result_count(); ++i) sum += result(i);
        return sum / result_count();
    }
};

/// Self::of(counts) is the metric.
template<class Self>
struct count_metric : metric_options {
    numbers thresholds{};

    using metric_options::metric_options;
    static constexpr auto arguments() {
        return takes(ctnn::thresholds, &count_metric::thresholds, ctnn::name, &metric_options::name, ctnn::dtype,
                     &metric_options::dtype);
    }
    constexpr void check(text& say, const extents& y_true, const extents& y_pred) const {
        check_dtype(say, Self::keras_name, dtype);
        check_thresholds(say, Self::keras_name, thresholds);
        check_same(say, Self::keras_name, y_true, y_pred);
    }
    template<unsigned Options = compiled_for>
    auto state(const extents& y_true, const extents& y_pred) const {
        return positives_state<Self, Options>{
            confusion_counts<Options>({}, thresholds_of<Options>(thresholds, 0.5), y_true, y_pred)};
    }
};

template<class Self>
struct ratio_metric : metric_options {
    numbers thresholds{};
    optional_number top_k{}, class_id{};

    using metric_options::metric_options;
    static constexpr auto arguments() {
        return takes(ctnn::thresholds, &ratio_metric::thresholds, ctnn::top_k, &ratio_metric::top_k, ctnn::class_id,
                     &ratio_metric::class_id, ctnn::name, &metric_options::name, ctnn::dtype, &metric_options::dtype);
    }
    constexpr void check(text& say, const extents& y_true, const extents& y_pred) const {
        check_dtype(say, Self::keras_name, dtype);
        check_thresholds(say, Self::keras_name, thresholds);
        check_same(say, Self::keras_name, y_true, y_pred);
        if (say.empty() && top_k.given && (top_k.value < 1 || top_k.value > common_shape(y_true, y_pred).last()))
            say << Self::keras_name << ": top_k must be from 1 to " << common_shape(y_true, y_pred).last() << ", got "
                << top_k.value;
        check_class(say, Self::keras_name, class_id, y_true, y_pred);
    }
    template<unsigned Options = compiled_for>
    auto state(const extents& y_true, const extents& y_pred) const {
        const confusion_options options{.top_k = top_k.given ? top_k.value : 0, .class_id = class_id};
        return positives_state<Self, Options>{confusion_counts<Options>(
            options, thresholds_of<Options>(thresholds, top_k.given ? -1e10 : 0.5), y_true, y_pred)};
    }
};

/// The largest of Metric::wanted(counts) over the thresholds where Metric::bounded(counts) is at least `bound`, or 0.
template<class Metric, unsigned Options>
struct bounded_state {
    confusion_counts<Options> counts;
    float bound;

    void reset() { counts.reset(); }
    void update(const float* y_true, const float* y_pred, const float* sample_weight, int n) {
        counts.update(y_true, y_pred, sample_weight, n);
    }
    double result() const {
        double most = 0;
        counts.walk(0, [&](int, const confusion& c) {
            if (float(Metric::template bounded<Options>(c)) >= bound && Metric::template wanted<Options>(c) > most)
                most = Metric::template wanted<Options>(c);
        });
        return most;
    }
};

template<class Self>
struct bounded_metric : metric_options {
    float bound = 0;
    int num_thresholds = 200;
    optional_number class_id{};

    using metric_options::metric_options;
    template<class Key>
    static constexpr auto arguments_with(Key bound_key) {
        return takes(required(bound_key), &bounded_metric::bound, ctnn::num_thresholds, &bounded_metric::num_thresholds,
                     ctnn::class_id, &bounded_metric::class_id, ctnn::name, &metric_options::name, ctnn::dtype,
                     &metric_options::dtype);
    }
    constexpr void check(text& say, const extents& y_true, const extents& y_pred) const {
        check_dtype(say, Self::keras_name, dtype);
        if (!(bound >= 0 && bound <= 1))
            say << Self::keras_name << ": " << Self::bound_name << " must be from 0 to 1, got " << double(bound);
        else if (num_thresholds < 1)
            say << Self::keras_name << ": num_thresholds must be positive, got " << num_thresholds;
        check_same(say, Self::keras_name, y_true, y_pred);
        check_class(say, Self::keras_name, class_id, y_true, y_pred);
    }
    template<unsigned Options = compiled_for>
    auto state(const extents& y_true, const extents& y_pred) const {
        return bounded_state<Self, Options>{
            confusion_counts<Options>({.class_id = class_id}, even_thresholds<Options>(num_thresholds), y_true, y_pred),
            bound};
    }
};

} // namespace ctnn::detail

namespace ctnn::metric {

/// sum(weight where y_true and y_pred > threshold)                                 keras.metrics.TruePositives
struct true_positives : detail::count_metric<true_positives> {
    static constexpr std::string_view keras_name = "TruePositives";
    constexpr true_positives() : count_metric("true_positives") {}
    template<unsigned Options = compiled_for>
    static double of(const detail::confusion& c) {
        return c.tp;
    }
};
/// sum(weight where not y_true and y_pred <= threshold)                            keras.metrics.TrueNegatives
struct true_negatives : detail::count_metric<true_negatives> {
    static constexpr std::string_view keras_name = "TrueNegatives";
    constexpr true_negatives() : count_metric("true_negatives") {}
    template<unsigned Options = compiled_for>
    static double of(const detail::confusion& c) {
        return c.tn;
    }
};
/// sum(weight where not y_true and y_pred > threshold)                            keras.metrics.FalsePositives
struct false_positives : detail::count_metric<false_positives> {
    static constexpr std::string_view keras_name = "FalsePositives";
    constexpr false_positives() : count_metric("false_positives") {}
    template<unsigned Options = compiled_for>
    static double of(const detail::confusion& c) {
        return c.fp;
    }
};
/// sum(weight where y_true and y_pred <= threshold)                               keras.metrics.FalseNegatives
struct false_negatives : detail::count_metric<false_negatives> {
    static constexpr std::string_view keras_name = "FalseNegatives";
    constexpr false_negatives() : count_metric("false_negatives") {}
    template<unsigned Options = compiled_for>
    static double of(const detail::confusion& c) {
        return c.fn;
    }
};

/// tp / (tp + fp), 0 while nothing is positive                                         keras.metrics.Precision
///   top_k: of each row of the last axis only the k largest are positive, at any threshold unless some are given; a NaN
///   is none of them (what TensorFlow makes of one depends on its place)
struct precision : detail::ratio_metric<precision> {
    static constexpr std::string_view keras_name = "Precision";
    constexpr precision() : ratio_metric("precision") {}
    template<unsigned Options = compiled_for>
    static double of(const detail::confusion& c) {
        return c.precision<Options>();
    }
};
/// tp / (tp + fn), 0 while no target is positive                                          keras.metrics.Recall
struct recall : detail::ratio_metric<recall> {
    static constexpr std::string_view keras_name = "Recall";
    constexpr recall() : ratio_metric("recall") {}
    template<unsigned Options = compiled_for>
    static double of(const detail::confusion& c) {
        return c.recall<Options>();
    }
};

/// The best precision where recall >= recall                                   keras.metrics.PrecisionAtRecall
struct precision_at_recall : detail::bounded_metric<precision_at_recall> {
    static constexpr std::string_view keras_name = "PrecisionAtRecall", bound_name = "recall";
    constexpr precision_at_recall() : bounded_metric("precision_at_recall") {}
    static constexpr auto arguments() { return arguments_with(ctnn::recall); }
    template<unsigned Options = compiled_for>
    static double bounded(const detail::confusion& c) {
        return c.recall<Options>();
    }
    template<unsigned Options = compiled_for>
    static double wanted(const detail::confusion& c) {
        return c.precision<Options>();
    }
};
/// The best recall where precision >= precision                                keras.metrics.RecallAtPrecision
struct recall_at_precision : detail::bounded_metric<recall_at_precision> {
    static constexpr std::string_view keras_name = "RecallAtPrecision", bound_name = "precision";
    constexpr recall_at_precision() : bounded_metric("recall_at_precision") {}
    static constexpr auto arguments() { return arguments_with(ctnn::precision); }
    template<unsigned Options = compiled_for>
    static double bounded(const detail::confusion& c) {
        return c.precision<Options>();
    }
    template<unsigned Options = compiled_for>
    static double wanted(const detail::confusion& c) {
        return c.recall<Options>();
    }
};
/// The best tp / (tp + fn) where tn / (tn + fp) >= specificity          keras.metrics.SensitivityAtSpecificity
struct sensitivity_at_specificity : detail::bounded_metric<sensitivity_at_specificity> {
    static constexpr std::string_view keras_name = "SensitivityAtSpecificity", bound_name = "specificity";
    constexpr sensitivity_at_specificity() : bounded_metric("sensitivity_at_specificity") {}
    static constexpr auto arguments() { return arguments_with(ctnn::specificity); }
    template<unsigned Options = compiled_for>
    static double bounded(const detail::confusion& c) {
        return c.specificity<Options>();
    }
    template<unsigned Options = compiled_for>
    static double wanted(const detail::confusion& c) {
        return c.recall<Options>();
    }
};
/// The best tn / (tn + fp) where tp / (tp + fn) >= sensitivity          keras.metrics.SpecificityAtSensitivity
struct specificity_at_sensitivity : detail::bounded_metric<specificity_at_sensitivity> {
    static constexpr std::string_view keras_name = "SpecificityAtSensitivity", bound_name = "sensitivity";
    constexpr specificity_at_sensitivity() : bounded_metric("specificity_at_sensitivity") {}
    static constexpr auto arguments() { return arguments_with(ctnn::sensitivity); }
    template<unsigned Options = compiled_for>
    static double bounded(const detail::confusion& c) {
        return c.recall<Options>();
    }
    template<unsigned Options = compiled_for>
    static double wanted(const detail::confusion& c) {
        return c.specificity<Options>();
    }
};

} // namespace ctnn::metric

namespace ctnn {

struct positives_metrics {
    static constexpr configured<metric::true_positives> TruePositives{};
    static constexpr configured<metric::true_negatives> TrueNegatives{};
    static constexpr configured<metric::false_positives> FalsePositives{};
    static constexpr configured<metric::false_negatives> FalseNegatives{};
    static constexpr configured<metric::precision> Precision{};
    static constexpr configured<metric::recall> Recall{};
    static constexpr configured<metric::precision_at_recall> PrecisionAtRecall{};
    static constexpr configured<metric::recall_at_precision> RecallAtPrecision{};
    static constexpr configured<metric::sensitivity_at_specificity> SensitivityAtSpecificity{};
    static constexpr configured<metric::specificity_at_sensitivity> SpecificityAtSensitivity{};
};
inline constexpr configured<metric::true_positives> TruePositives{};
inline constexpr configured<metric::true_negatives> TrueNegatives{};
inline constexpr configured<metric::false_positives> FalsePositives{};
inline constexpr configured<metric::false_negatives> FalseNegatives{};
inline constexpr configured<metric::precision> Precision{};
inline constexpr configured<metric::recall> Recall{};
inline constexpr configured<metric::precision_at_recall> PrecisionAtRecall{};
inline constexpr configured<metric::recall_at_precision> RecallAtPrecision{};
inline constexpr configured<metric::sensitivity_at_specificity> SensitivityAtSpecificity{};
inline constexpr configured<metric::specificity_at_sensitivity> SpecificityAtSensitivity{};

} // namespace ctnn

#ifdef __clang__
#pragma float_control(pop)
#endif

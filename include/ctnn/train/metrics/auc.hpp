/// The area under a curve of true and false positives over thresholds                       keras.metrics.AUC
///   y_true (...) of 0 and 1, y_pred (...) from 0 to 1; multi_label: y_true (labels), y_pred (labels)
#pragma once
#include "confusion.hpp"

#ifdef __clang__
#pragma float_control(precise, on, push)
#endif

namespace ctnn::metric {

enum class curve_kind : unsigned char { roc, pr, prgain, unknown };
enum class summation_kind : unsigned char { interpolation, majoring, minoring, unknown };

/// Keras' string forms; anything else is refused by AUC's check.
constexpr bool find_value(std::string_view s, curve_kind& out) {
    out = s == "ROC" || s == "roc"         ? curve_kind::roc
          : s == "PR" || s == "pr"         ? curve_kind::pr
          : s == "PRGAIN" || s == "prgain" ? curve_kind::prgain
                                           : curve_kind::unknown;
    return out != curve_kind::unknown;
}
constexpr bool find_value(std::string_view s, summation_kind& out) {
    out = s == "interpolation" || s == "Interpolation" ? summation_kind::interpolation
          : s == "majoring" || s == "Majoring"         ? summation_kind::majoring
          : s == "minoring" || s == "Minoring"         ? summation_kind::minoring
                                                       : summation_kind::unknown;
    return out != summation_kind::unknown;
}

} // namespace ctnn::metric

namespace ctnn {
template<>
inline constexpr std::string_view keras_names<metric::curve_kind>[] = {"ROC", "PR", "PRGAIN"};
template<>
inline constexpr std::string_view keras_names<metric::summation_kind>[] = {"interpolation", "majoring", "minoring"};
} // namespace ctnn

namespace ctnn::detail {

template<unsigned Options>
struct auc_state {
    confusion_counts<Options> counts;
    metric::curve_kind curve;
    metric::summation_kind summation;
    std::vector<double> label_weights; // of labels with a curve each

    void reset() { counts.reset(); }
    void update(const float* y_true, const float* y_pred, const float* sample_weight, int n) {
        counts.update(y_true, y_pred, sample_weight, n);
    }
    double result() const {
        double sum = 0, weights = 0;
        for (int label = 0; label < counts.label_count(); ++label) {
            const double w = label_weights.empty() ? 1.0 : label_weights[std::size_t(label)];
            sum += w * area(label), weights += w;
        }
        return divide_no_nan<Options>(sum, weights);
    }

private:
    struct point {
        double x, y;
    };

    double area(int label) const {
        const bool davis_goadrich =
            curve == metric::curve_kind::pr && summation == metric::summation_kind::interpolation;
        double sum = 0;
        confusion above;
        bool first = true;
        counts.walk(label, [&](int, const confusion& c) {
            if (!first) sum += davis_goadrich ? between(c, above) : riemann(place(c), place(above));
            above = c, first = false;
        });
        return sum;
    }
    point place(const confusion& c) const {
        if (curve == metric::curve_kind::roc) return {divide_no_nan<Options>(c.fp, c.fp + c.tn), c.recall<Options>()};
        if (curve == metric::curve_kind::pr) return {c.recall<Options>(), c.precision<Options>()};
        if (c.tp == 0) return {0, 1};
        const double scale = divide_no_nan<Options>(c.tp + c.fn, c.tn + c.fp);
        const double gain = 1 - scale * (c.fn / c.tp);
        return {gain > 0 ? gain : 0, 1 - scale * (c.fp / c.tp)};
    }
    double riemann(const point& a, const point& above) const {
        const double low = a.y < above.y ? a.y : above.y, high = a.y < above.y ? above.y : a.y;
        const double height = summation == metric::summation_kind::interpolation ? (a.y + above.y) / 2
                              : summation == metric::summation_kind::minoring    ? low
                                                                                 : high;
        return (a.x - above.x) * height;
    }
    /// Area of the precision-recall curve between two thresholds: positives are interpolated, not their ratio (Davis
    /// and Goadrich, "The relationship between precision-recall and ROC curves", 2006).
    double between(const confusion& c, const confusion& above) const {
        const double dtp = c.tp - above.tp, p = c.tp + c.fp, p_above = above.tp + above.fp, dp = p - p_above;
        const double slope = divide_no_nan<Options>(dtp, dp > 0 ? dp : 0.0);
        const double intercept = above.tp - slope * p_above;
        const double ratio = p > 0 && p_above > 0 ? p / p_above : 1.0;
        return divide_no_nan<Options>(slope * (dtp + intercept * math::log(ratio)), above.tp + above.fn);
    }
};

} // namespace ctnn::detail

namespace ctnn::metric {

/// ROC: recall over fp / (fp + tn). PR: precision over recall. PRGAIN: both as gains over guessing.
///   thresholds: besides -1e-7 and 1 + 1e-7; without them num_thresholds evenly spaced ones
///   label_weights: with multi_label of the labels' areas, otherwise of the numbers of the last axis
struct auc : metric_options {
    int num_thresholds = 200;
    curve_kind curve = curve_kind::roc;
    summation_kind summation_method = summation_kind::interpolation;
    numbers thresholds{};
    bool multi_label = false;
    optional_number num_labels{};
    numbers label_weights{};
    bool from_logits = false;

    static constexpr std::string_view keras_name = "AUC";
    constexpr auc() : metric_options("auc") {}
    static constexpr auto arguments() {
        return takes(ctnn::num_thresholds, &auc::num_thresholds, ctnn::curve, &auc::curve, ctnn::summation_method,
                     &auc::summation_method, ctnn::name, &metric_options::name, ctnn::dtype, &metric_options::dtype,
                     ctnn::thresholds, &auc::thresholds, ctnn::multi_label, &auc::multi_label, ctnn::num_labels,
                     &auc::num_labels, ctnn::label_weights, &auc::label_weights, ctnn::from_logits, &auc::from_logits);
    }
    constexpr void check(text& say, const extents& y_true, const extents& y_pred) const {
        detail::check_dtype(say, keras_name, dtype);
        const int last = detail::common_shape(y_true, y_pred).last();
        if (curve == curve_kind::unknown)
            say << "AUC: curve must be ROC, PR or PRGAIN";
        else if (summation_method == summation_kind::unknown)
            say << "AUC: summation_method must be interpolation, majoring or minoring";
        else if (num_thresholds < 2)
            say << "AUC: num_thresholds must be greater than 1, got " << num_thresholds;
        else if (num_labels.given && !multi_label)
            say << "AUC: num_labels is for multi_label = true_c only";
        else if (multi_label && y_pred.rank != 1)
            say << "AUC: expected outputs of rank 1 with multi_label, got " << y_pred << "; hint: Flatten() before it";
        else if (multi_label && num_labels.given && num_labels.value != last)
            say << "AUC: num_labels is " << num_labels.value << ", but the output is " << y_pred;
        else if (label_weights.given() && label_weights.n != last)
            say << "AUC: label_weights must have one number for each of the " << last
                << " on the output's last axis, got " << label_weights.n;
        else
            detail::check_thresholds(say, keras_name, thresholds);
        detail::check_same(say, keras_name, y_true, y_pred);
    }
    template<unsigned Options = compiled_for>
    auto state(const extents& y_true, const extents& y_pred) const {
        detail::threshold_list t;
        if (thresholds.given()) {
            t.values.assign(thresholds.values, thresholds.values + thresholds.n);
            std::sort(t.values.begin(), t.values.end());
            t.values.insert(t.values.begin(), 0.0);
            t.values.push_back(1.0);
            t.even = detail::evenly_spaced<Options>(t.values);
        } else
            t = detail::even_thresholds<Options>(num_thresholds);
        t.values.front() = -1e-7, t.values.back() = 1 + 1e-7;
        t.ends_outside = true;
        const numbers& w = label_weights;
        return detail::auc_state<Options>{
            detail::confusion_counts<Options>(
                {.multi_label = multi_label, .from_logits = from_logits, .label_weights = w}, t, y_true, y_pred),
            curve, summation_method,
            multi_label ? std::vector<double>(w.values, w.values + w.n) : std::vector<double>()};
    }
};

} // namespace ctnn::metric

namespace ctnn {

struct auc_metrics {
    static constexpr configured<metric::auc> AUC{};
};
inline constexpr configured<metric::auc> AUC{};

} // namespace ctnn

#ifdef __clang__
#pragma float_control(pop)
#endif

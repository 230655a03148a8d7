/// Harmonic means of precision and recall                                  keras.metrics.F1Score, FBetaScore
///   y_true (classes), y_pred (classes)
#pragma once
#include "rows.hpp"
#include <vector>

#ifdef __clang__
#pragma float_control(precise, on, push)
#endif

namespace ctnn::metric {

enum class average_kind : unsigned char { none, micro, macro, weighted, unknown };

/// Keras' string forms; anything else is refused by the metrics' check.
constexpr bool find_value(std::string_view s, average_kind& out) {
    out = s == "micro"      ? average_kind::micro
          : s == "macro"    ? average_kind::macro
          : s == "weighted" ? average_kind::weighted
                            : average_kind::unknown;
    return out != average_kind::unknown;
}

} // namespace ctnn::metric

namespace ctnn {
template<>
inline constexpr std::string_view keras_names<metric::average_kind>[] = {"None", "micro", "macro", "weighted"};
} // namespace ctnn

namespace ctnn::detail {

template<>
struct accept<metric::average_kind> {
    template<class V>
    static constexpr bool from =
        std::is_same_v<V, metric::average_kind> || std::is_same_v<V, none_t> || is_text_argument<V>;
    template<class V>
    static constexpr metric::average_kind make(const V& v) {
        if constexpr (std::is_same_v<V, none_t>)
            return metric::average_kind::none;
        else if constexpr (is_text_argument<V>) {
            auto kind = metric::average_kind::unknown;
            find_value(std::string_view(v), kind);
            return kind;
        } else
            return v;
    }
};

template<unsigned Options>
class f_score_state {
    struct counts {
        double tp = 0, fp = 0, fn = 0, targets = 0;

        double score(double beta) const {
            const double precision = tp / (tp + fp + 1e-7), recall = tp / (tp + fn + 1e-7), b = beta * beta;
            return precision * recall / (b * precision + recall + 1e-7) * (1 + b);
        }
    };
    metric::average_kind average;
    double beta;
    float threshold; // infinity: the largest number of a sample is positive
    int size;
    std::vector<counts> classes; // one of them for all with micro

    bool several() const { return average == metric::average_kind::none; }

public:
    f_score_state(metric::average_kind average, float beta, float threshold, int size)
        : average(average), beta(beta), threshold(threshold), size(size),
          classes(average == metric::average_kind::micro ? 1 : std::size_t(size)) {}

    void reset() {
        for (counts& c : classes) c = {};
    }
    void update(const float* y_true, const float* y_pred, const float* sample_weight, int n) {
        for (int s = 0; s < n; ++s, y_true += size, y_pred += size) {
            const double w = sample_weight ? sample_weight[s] : 1.0;
            float most = -math::infinity<float>;
            for (int i = 0; i < size; ++i) most = maximum<Options>(most, y_pred[i]);
            for (int i = 0; i < size; ++i) {
                const bool largest = (equal<Options>(y_pred[i], most)) && math::abs(y_pred[i]) > 1e-9f;
                const bool positive = math::is_infinite(threshold) ? largest : greater<Options>(y_pred[i], threshold);
                const double p = positive, t = y_true[i];
                counts& c = classes[classes.size() == 1 ? 0 : std::size_t(i)];
                c.tp += w * p * t, c.fp += w * p * (1 - t), c.fn += w * (1 - p) * t, c.targets += w * t;
            }
        }
    }
    int result_count() const { return several() ? int(classes.size()) : 1; }
    double result(int i) const { return several() ? classes[std::size_t(i)].score(beta) : result(); }
    double result() const {
        double sum = 0, targets = 0;
        for (const counts& c : classes) targets += c.targets;
        for (const counts& c : classes)
            sum += c.score(beta) * (average == metric::average_kind::weighted ? c.targets / (targets + 1e-7)
                                                                              : 1 / double(classes.size()));
        return sum;
    }
};

template<class Self>
struct f_score_metric : metric_options {
    metric::average_kind average = metric::average_kind::none;
    float beta = 1;
    float threshold = math::infinity<float>; ///< none

    using metric_options::metric_options;
    constexpr void check(text& say, const extents& y_true, const extents& y_pred) const {
        check_dtype(say, Self::keras_name, dtype);
        if (!say.empty()) return;
        if (average == metric::average_kind::unknown)
            say << Self::keras_name << ": average must be None, micro, macro or weighted";
        else if (!(beta > 0))
            say << Self::keras_name << ": beta must be positive, got " << double(beta);
        else if (!math::is_infinite(threshold) && !(threshold > 0 && threshold <= 1))
            say << Self::keras_name << ": threshold must be above 0 and at most 1, got " << double(threshold);
        else if (y_pred.rank != 1)
            say << Self::keras_name << ": expected outputs of rank 1, got " << y_pred;
        else if (y_true != y_pred) {
            say << Self::keras_name << ": targets must have the output's shape " << y_pred << ", got " << y_true;
            if (sparse_shape(y_true, y_pred)) say << "; hint: targets are one-hot here";
        }
    }
    template<unsigned Options = compiled_for>
    auto state(const extents&, const extents& y_pred) const {
        return f_score_state<Options>(average, beta, threshold, int(y_pred.size()));
    }
};

} // namespace ctnn::detail

namespace ctnn::metric {

/// (1 + beta^2) precision recall / (beta^2 precision + recall)                        keras.metrics.FBetaScore
///   Positive is what is above `threshold`; without one the largest number of a sample, and those equal to it.
///   average: None gives one number a class, "macro" their mean, "weighted" the mean by targets; "micro" counts all
///   classes together.
struct fbeta_score : detail::f_score_metric<fbeta_score> {
    static constexpr std::string_view keras_name = "FBetaScore";
    constexpr fbeta_score() : f_score_metric("fbeta_score") {}
    static constexpr auto arguments() {
        return takes(ctnn::average, &fbeta_score::average, ctnn::beta, &fbeta_score::beta, ctnn::threshold,
                     &fbeta_score::threshold, ctnn::name, &metric_options::name, ctnn::dtype, &metric_options::dtype);
    }
};

/// FBetaScore with beta = 1                                                              keras.metrics.F1Score
struct f1_score : detail::f_score_metric<f1_score> {
    static constexpr std::string_view keras_name = "F1Score";
    constexpr f1_score() : f_score_metric("f1_score") {}
    static constexpr auto arguments() {
        return takes(ctnn::average, &f1_score::average, ctnn::threshold, &f1_score::threshold, ctnn::name,
                     &metric_options::name, ctnn::dtype, &metric_options::dtype);
    }
};

} // namespace ctnn::metric

namespace ctnn {

struct f_score_metrics {
    static constexpr configured<metric::fbeta_score> FBetaScore{};
    static constexpr configured<metric::f1_score> F1Score{};
};
inline constexpr configured<metric::fbeta_score> FBetaScore{};
inline constexpr configured<metric::f1_score> F1Score{};

} // namespace ctnn

#ifdef __clang__
#pragma float_control(pop)
#endif

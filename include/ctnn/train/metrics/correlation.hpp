/// How targets and outputs vary together       keras.metrics.PearsonCorrelation, ConcordanceCorrelation, R2Score
#pragma once
#include "reduction.hpp"
#include <vector>

#ifdef __clang__
#pragma float_control(precise, on, push)
#endif

namespace ctnn::detail {

/// Means and variances (the biased ones) of two rows, and the mean of their product.
template<unsigned Options>
struct row_moments {
    double mean_t = 0, mean_p = 0, variance_t = 0, variance_p = 0, covariance = 0;

    row_moments(row<Options> t, row<Options> p) {
        for (int i = 0; i < p.size; ++i) mean_t += t[i], mean_p += p[i];
        mean_t /= p.size, mean_p /= p.size;
        for (int i = 0; i < p.size; ++i) {
            const double a = t[i] - mean_t, b = p[i] - mean_p;
            variance_t += a * a, variance_p += b * b, covariance += a * b;
        }
        variance_t /= p.size, variance_p /= p.size, covariance /= p.size;
    }
};

/// Mean over the rows along `axis`, which Self has.
template<class Self>
struct correlation_metric : mean_metric<Self> {
    int axis = -1; ///< the batch is axis 0

    using mean_metric<Self>::mean_metric;
    static constexpr auto arguments() {
        return takes(ctnn::name, &metric_options::name, ctnn::dtype, &metric_options::dtype, ctnn::axis,
                     &correlation_metric::axis);
    }
    constexpr void check(text& say, const extents& y_true, const extents& y_pred) const {
        mean_metric<Self>::check(say, y_true, y_pred);
        check_axis(say, Self::keras_name, axis, y_true, y_pred);
    }
    template<unsigned Options = compiled_for>
    auto state(const extents& y_true, const extents& y_pred) const {
        return mean_state<Self, Options>{static_cast<const Self&>(*this), rows_of<Options>(y_true, y_pred, axis)};
    }
};

} // namespace ctnn::detail

namespace ctnn::metric {

/// cov(y_true, y_pred) / (std(y_true) std(y_pred)) along axis; NaN where nothing varies
/// keras.metrics.PearsonCorrelation
///   y_true (...), y_pred (...)
struct pearson_correlation : detail::correlation_metric<pearson_correlation> {
    static constexpr std::string_view keras_name = "PearsonCorrelation";
    constexpr pearson_correlation() : correlation_metric("pearson_correlation") {}

    template<unsigned Options>
    double value(detail::row<Options> t, detail::row<Options> p) const {
        const detail::row_moments<Options> m(t, p);
        const double scale = math::sqrt(m.variance_t) * math::sqrt(m.variance_p);
        if (scale == 0) return math::nan<double>;
        return m.covariance / scale;
    }
};

/// mean(2 (y_true - mean(y_pred)) (y_pred - mean(y_pred)) / (var(y_true) + var(y_pred) + (mean(y_true) -
/// mean(y_pred))^2 + 1e-7)) along axis                                     keras.metrics.ConcordanceCorrelation
///   y_true (...), y_pred (...); the first factor is Keras' own, and makes no difference to the mean
struct concordance_correlation : detail::correlation_metric<concordance_correlation> {
    static constexpr std::string_view keras_name = "ConcordanceCorrelation";
    constexpr concordance_correlation() : correlation_metric("concordance_correlation") {}

    template<unsigned Options>
    double value(detail::row<Options> t, detail::row<Options> p) const {
        const detail::row_moments<Options> m(t, p);
        const double apart = m.mean_t - m.mean_p;
        return 2 * m.covariance / (m.variance_t + m.variance_p + apart * apart + 1e-7);
    }
};

enum class class_aggregation_kind : unsigned char { uniform_average, variance_weighted_average, none, unknown };

/// The string forms; anything else is refused by R2Score's check.
constexpr bool find_value(std::string_view s, class_aggregation_kind& out) {
    out = s == "uniform_average"             ? class_aggregation_kind::uniform_average
          : s == "variance_weighted_average" ? class_aggregation_kind::variance_weighted_average
                                             : class_aggregation_kind::unknown;
    return out != class_aggregation_kind::unknown;
}

} // namespace ctnn::metric

namespace ctnn {
template<>
inline constexpr std::string_view keras_names<metric::class_aggregation_kind>[] = {"uniform_average",
                                                                                   "variance_weighted_average", "None"};
} // namespace ctnn

namespace ctnn::detail {

template<>
struct accept<metric::class_aggregation_kind> {
    template<class V>
    static constexpr bool from =
        std::is_same_v<V, metric::class_aggregation_kind> || std::is_same_v<V, none_t> || is_text_argument<V>;
    template<class V>
    static constexpr metric::class_aggregation_kind make(const V& v) {
        if constexpr (std::is_same_v<V, none_t>)
            return metric::class_aggregation_kind::none;
        else if constexpr (is_text_argument<V>) {
            auto kind = metric::class_aggregation_kind::unknown;
            find_value(std::string_view(v), kind);
            return kind;
        } else
            return v;
    }
};

template<unsigned Options>
class r2_state {
    struct sums { // of targets less the first one: exact where they do not vary
        double first = 0, sum = 0, square = 0, residual = 0, weight = 0;

        double total() const { return square - sum * (sum / weight); }
        double score() const {
            const double s = 1 - residual / total();
            return math::is_infinite(s) ? 0 : s;
        }
    };
    metric::class_aggregation_kind aggregation;
    int num_regressors;
    std::vector<sums> outputs;
    double num_samples = 0;

    /// Keras counts every number of every sample as a sample here.
    double adjusted(const double& score) const {
        if (num_regressors == 0 || num_regressors >= num_samples - 1) return score;
        return 1 - (1 - score) * (num_samples - 1) / (num_samples - num_regressors - 1);
    }

public:
    r2_state(metric::class_aggregation_kind aggregation, int num_regressors, int size)
        : aggregation(aggregation), num_regressors(num_regressors), outputs(std::size_t(size)) {}

    void reset() {
        for (sums& o : outputs) o = {};
        num_samples = 0;
    }
    void update(const float* y_true, const float* y_pred, const float* sample_weight, int n) {
        for (int s = 0; s < n; ++s) {
            const double w = sample_weight ? sample_weight[s] : 1.0;
            for (sums& o : outputs) {
                if (num_samples == 0 && s == 0) o.first = *y_true;
                const double t = *y_true - o.first, e = double(*y_true++) - *y_pred++;
                o.sum += w * t, o.square += w * t * t, o.residual += w * e * e, o.weight += w;
            }
        }
        num_samples += double(n) * double(outputs.size());
    }
    int result_count() const { return aggregation == metric::class_aggregation_kind::none ? int(outputs.size()) : 1; }
    double result(int i) const {
        return aggregation == metric::class_aggregation_kind::none ? adjusted(outputs[std::size_t(i)].score())
                                                                   : result();
    }
    double result() const {
        double score = 0, weight = 0;
        for (const sums& o : outputs) {
            const double w = aggregation == metric::class_aggregation_kind::variance_weighted_average ? o.total() : 1.0;
            score += w * o.score(), weight += w;
        }
        return adjusted(score / weight);
    }
};

} // namespace ctnn::detail

namespace ctnn::metric {

/// 1 - sum((y_true - y_pred)^2) / sum((y_true - mean(y_true))^2) for each output            keras.metrics.R2Score
///   y_true (outputs), y_pred (outputs); class_aggregation = None gives one number an output. An output whose targets
///   do not vary gives 0, or NaN if it is exact.
struct r2_score : metric_options {
    class_aggregation_kind class_aggregation = class_aggregation_kind::uniform_average;
    int num_regressors = 0;

    static constexpr std::string_view keras_name = "R2Score";
    constexpr r2_score() : metric_options("r2_score") {}
    static constexpr auto arguments() {
        return takes(ctnn::class_aggregation, &r2_score::class_aggregation, ctnn::num_regressors,
                     &r2_score::num_regressors, ctnn::name, &metric_options::name, ctnn::dtype, &metric_options::dtype);
    }
    constexpr void check(text& say, const extents& y_true, const extents& y_pred) const {
        detail::check_dtype(say, keras_name, dtype);
        if (class_aggregation == class_aggregation_kind::unknown)
            say << keras_name << ": class_aggregation must be None, uniform_average or variance_weighted_average";
        else if (num_regressors < 0)
            say << keras_name << ": num_regressors must not be negative, got " << num_regressors;
        else if (y_pred.rank > 1)
            say << keras_name << ": expected outputs of rank 1, got " << y_pred << "; hint: Flatten() before it";
        detail::check_same(say, keras_name, y_true, y_pred);
    }
    template<unsigned Options = compiled_for>
    auto state(const extents&, const extents& y_pred) const {
        return detail::r2_state<Options>(class_aggregation, num_regressors, int(y_pred.size()));
    }
};

} // namespace ctnn::metric

namespace ctnn {

struct correlation_metrics {
    static constexpr configured<metric::pearson_correlation> PearsonCorrelation{};
    static constexpr configured<metric::concordance_correlation> ConcordanceCorrelation{};
    static constexpr configured<metric::r2_score> R2Score{};
};
inline constexpr configured<metric::pearson_correlation> PearsonCorrelation{};
inline constexpr configured<metric::concordance_correlation> ConcordanceCorrelation{};
inline constexpr configured<metric::r2_score> R2Score{};

} // namespace ctnn

#ifdef __clang__
#pragma float_control(pop)
#endif

/// Running means and sums                                keras.metrics.Mean, Sum and MeanMetricWrapper
#pragma once
#include "rows.hpp"
#include <cstddef>

#ifdef __clang__
#pragma float_control(precise, on, push)
#endif

namespace ctnn {
namespace detail {

/// The mean, over all samples, of each sample's mean of metric.value(row of targets, row of outputs):
/// sum(weight * value) / sum(weight), and 0 while there is no weight.
///
/// A metric may have besides: `look(targets, count)`, called before a batch; `ignores(row of targets)`; `finish(mean)`.
template<class Metric, unsigned Options = compiled_for>
struct mean_state {
    Metric metric;
    row_layout layout;
    double total = 0, count = 0;

    void reset() { total = count = 0; }

    /// `mask`, if there is one, has a weight for each row: the mask that Keras' layers attach to their output.
    void update(const float* y_true, const float* y_pred, const float* sample_weight, int n,
                const float* mask = nullptr) {
        if constexpr (requires { metric.look(y_true, std::size_t(n)); })
            metric.template look<Options>(y_true, std::size_t(n) * layout.true_size);
        for (int s = 0; s < n; ++s) {
            double sum = 0, weight = 0;
            for (int r = 0; r < layout.rows; ++r) {
                const auto t = layout.template true_row<Options>(y_true, r);
                const auto p = layout.template pred_row<Options>(y_pred, r);
                const double w = mask ? mask[r] : 1.0;
                bool counts = true;
                // Keras' quirk: without sample weights what is ignored counts as a 0
                if constexpr (requires { metric.ignores(t); }) {
                    if (metric.ignores(t)) {
                        counts = !sample_weight;
                        weight += counts ? w : 0;
                        continue;
                    }
                }
                sum += w * metric.value(t, p);
                weight += w;
            }
            const double w = sample_weight ? sample_weight[s] : 1.0;
            total += w * (sum / layout.rows);
            count += w * (weight / layout.rows);
            y_true += layout.true_size, y_pred += layout.pred_size;
            if (mask) mask += layout.rows;
        }
    }
    double result() const {
        const double mean = divide_no_nan<Options>(total, count);
        if constexpr (requires { metric.finish(mean); })
            return metric.finish(mean);
        else
            return mean;
    }
};

/// A metric that is the mean of Self::value over rows of targets and outputs of the same shape.
template<class Self>
struct mean_metric : metric_options {
    using metric_options::metric_options;
    static constexpr auto arguments() {
        return takes(ctnn::name, &metric_options::name, ctnn::dtype, &metric_options::dtype);
    }
    constexpr void check(text& say, const extents& y_true, const extents& y_pred) const {
        check_dtype(say, Self::keras_name, dtype);
        check_same(say, Self::keras_name, y_true, y_pred);
    }
    template<unsigned Options = compiled_for>
    auto state(const extents& y_true, const extents& y_pred) const {
        return mean_state<Self, Options>{static_cast<const Self&>(*this), rows_of<Options>(y_true, y_pred)};
    }
};

/// value(i) for all i < n, their sum or mean.
template<unsigned Options, class F>
double sum_of(int n, F value) {
    double sum = 0;
    for (int i = 0; i < n; ++i) sum += value(i);
    return sum;
}
template<unsigned Options, class F>
double average_of(int n, F value) {
    return sum_of<Options>(n, value) / n;
}

/// Mean and Sum of values, for who keeps one by himself: neither compares targets with outputs.
template<bool Mean, unsigned Options = compiled_for>
struct values_state {
    std::size_t size; ///< of a sample
    double total = 0, count = 0;

    void reset() { total = count = 0; }
    void update(const float* values, const float* sample_weight, int n) {
        for (int s = 0; s < n; ++s, values += size) {
            const double w = sample_weight ? sample_weight[s] : 1.0;
            double sum = 0;
            for (std::size_t i = 0; i < size; ++i) sum += values[i];
            total += w * (Mean ? sum / double(size) : sum);
            count += w;
        }
    }
    double result() const { return Mean ? divide_no_nan<Options>(total, count) : total; }
};

template<class Self, bool Mean>
struct values_metric : metric_options {
    using metric_options::metric_options;
    static constexpr auto arguments() {
        return takes(ctnn::name, &metric_options::name, ctnn::dtype, &metric_options::dtype);
    }
    /// As a metric of a model it never fits.
    constexpr void check(text& say, const extents&, const extents&) const {
        say << Self::keras_name
            << ": gathers values, it does not compare targets with outputs; hint: MeanMetricWrapper";
    }
    template<unsigned Options = compiled_for>
    auto state(const extents& values) const {
        return values_state<Mean, Options>{values.size()};
    }
};

} // namespace detail

namespace metric {

/// sum(weight * value) / sum(weight)                                                        keras.metrics.Mean
///   auto loss = metrics::Mean().state(shape<>); loss.update(values, nullptr, n); loss.result()
struct mean : detail::values_metric<mean, true> {
    static constexpr std::string_view keras_name = "Mean";
    constexpr mean() : values_metric("mean") {}
};

/// sum(weight * value)                                                                       keras.metrics.Sum
struct sum : detail::values_metric<sum, false> {
    static constexpr std::string_view keras_name = "Sum";
    constexpr sum() : values_metric("sum") {}
};

/// The mean of a function of yours                                              keras.metrics.MeanMetricWrapper
/// It is called with the rows of the last axis, f(y_true, y_pred) -> number, where Keras calls it with the whole batch:
///     double worst(metric_row y_true, metric_row y_pred) {
///         double w = 0;
///         for (int i = 0; i < y_pred.size; ++i) w = std::max<double>(w, std::abs(y_true[i] - y_pred[i]));
///         return w;
///     }
///     metrics = MeanMetricWrapper(worst, name = "worst")
template<class F>
struct mean_metric_wrapper {
    F function;
    std::string_view name = "mean_metric_wrapper";
    static constexpr std::string_view keras_name = "MeanMetricWrapper";

    constexpr void check(text& say, const extents& y_true, const extents& y_pred) const {
        if (!detail::sparse_shape(y_true, y_pred)) detail::check_same(say, name, y_true, y_pred);
    }
    template<unsigned Options = compiled_for>
    auto state(const extents& y_true, const extents& y_pred) const {
        return detail::mean_state<mean_metric_wrapper, Options>{
            *this, detail::same_shape(y_true, y_pred) ? detail::rows_of<Options>(y_true, y_pred)
                                                      : detail::sparse_rows_of<Options>(y_true, y_pred)};
    }
    template<unsigned Options>
    double value(detail::row<Options> t, detail::row<Options> p) const {
        return double(function(t, p));
    }
};

struct make_mean_metric_wrapper {
    template<class F>
    constexpr mean_metric_wrapper<F> operator()(F function) const {
        return {function};
    }
    template<class F, class V>
    constexpr mean_metric_wrapper<F> operator()(F function, argument<keyword<"name">, V> name) const {
        return {function, name.value};
    }
};

} // namespace metric

struct reduction_metrics {
    static constexpr configured<metric::mean> Mean{};
    static constexpr configured<metric::sum> Sum{};
    static constexpr metric::make_mean_metric_wrapper MeanMetricWrapper{};
};
inline constexpr metric::make_mean_metric_wrapper MeanMetricWrapper{};

} // namespace ctnn

#ifdef __clang__
#pragma float_control(pop)
#endif

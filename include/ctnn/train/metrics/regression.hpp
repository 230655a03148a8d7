/// Distances of numbers        keras.metrics.MeanSquaredError, RootMeanSquaredError, MeanAbsoluteError,
///                  MeanAbsolutePercentageError, MeanSquaredLogarithmicError, LogCoshError, CosineSimilarity
///   y_true (...), y_pred (...); the functions huber and log_cosh, which Keras has no class of metrics for, too
#pragma once
#include "reduction.hpp"

#ifdef __clang__
#pragma float_control(precise, on, push)
#endif

namespace ctnn::metric {

/// mean((y_true - y_pred)^2)                                                    keras.metrics.MeanSquaredError
struct mean_squared_error : detail::mean_metric<mean_squared_error> {
    static constexpr std::string_view keras_name = "MeanSquaredError";
    constexpr mean_squared_error() : mean_metric("mean_squared_error") {}

    template<unsigned Options>
    double value(detail::row<Options> t, detail::row<Options> p) const {
        return detail::average_of<Options>(p.size, [&](int i) {
            const double e = double(p[i]) - t[i];
            return e * e;
        });
    }
};

/// sqrt(mean((y_true - y_pred)^2)), the root of the whole mean              keras.metrics.RootMeanSquaredError
struct root_mean_squared_error : detail::mean_metric<root_mean_squared_error> {
    static constexpr std::string_view keras_name = "RootMeanSquaredError";
    constexpr root_mean_squared_error() : mean_metric("root_mean_squared_error") {}

    template<unsigned Options>
    double value(detail::row<Options> t, detail::row<Options> p) const {
        return mean_squared_error().value(t, p);
    }
    template<unsigned Options = compiled_for>
    double finish(const double& mean) const {
        return math::is_nan(mean) ? mean : math::sqrt(mean);
    }
};

/// mean(|y_true - y_pred|)                                                     keras.metrics.MeanAbsoluteError
struct mean_absolute_error : detail::mean_metric<mean_absolute_error> {
    static constexpr std::string_view keras_name = "MeanAbsoluteError";
    constexpr mean_absolute_error() : mean_metric("mean_absolute_error") {}

    template<unsigned Options>
    double value(detail::row<Options> t, detail::row<Options> p) const {
        return detail::average_of<Options>(p.size, [&](int i) { return math::abs(double(p[i]) - t[i]); });
    }
};

/// 100 mean(|y_true - y_pred| / max(|y_true|, 1e-7))                  keras.metrics.MeanAbsolutePercentageError
struct mean_absolute_percentage_error : detail::mean_metric<mean_absolute_percentage_error> {
    static constexpr std::string_view keras_name = "MeanAbsolutePercentageError";
    constexpr mean_absolute_percentage_error() : mean_metric("mean_absolute_percentage_error") {}

    template<unsigned Options>
    double value(detail::row<Options> t, detail::row<Options> p) const {
        return 100 * detail::average_of<Options>(p.size, [&](int i) {
                   const float size = detail::maximum<Options>(math::abs(t[i]), detail::metric_epsilon);
                   return math::abs((double(t[i]) - p[i]) / size);
               });
    }
};

/// mean((log(max(y_pred, 1e-7) + 1) - log(max(y_true, 1e-7) + 1))^2)  keras.metrics.MeanSquaredLogarithmicError
struct mean_squared_logarithmic_error : detail::mean_metric<mean_squared_logarithmic_error> {
    static constexpr std::string_view keras_name = "MeanSquaredLogarithmicError";
    constexpr mean_squared_logarithmic_error() : mean_metric("mean_squared_logarithmic_error") {}

    template<unsigned Options>
    double value(detail::row<Options> t, detail::row<Options> p) const {
        return detail::average_of<Options>(p.size, [&](int i) {
            const double a = detail::maximum<Options>(p[i], detail::metric_epsilon),
                         b = detail::maximum<Options>(t[i], detail::metric_epsilon);
            const double e = math::log1p(a) - math::log1p(b);
            return e * e;
        });
    }
};

/// mean(log(cosh(y_pred - y_true)))                                                 keras.metrics.LogCoshError
struct log_cosh_error : detail::mean_metric<log_cosh_error> {
    static constexpr std::string_view keras_name = "LogCoshError";
    constexpr log_cosh_error() : mean_metric("logcosh") {}

    template<unsigned Options>
    double value(detail::row<Options> t, detail::row<Options> p) const {
        return detail::average_of<Options>(p.size, [&](int i) {
            const double e = double(p[i]) - t[i];
            return e + detail::softplus<Options>(-2 * e) - 0.69314718055994531;
        });
    }
};

/// mean(e^2 / 2 where |e| <= delta, else delta |e| - delta^2 / 2), delta = 1             keras.metrics.huber
struct huber : detail::mean_metric<huber> {
    float delta = 1;

    static constexpr std::string_view keras_name = "huber";
    constexpr huber() : mean_metric("huber") {}

    template<unsigned Options>
    double value(detail::row<Options> t, detail::row<Options> p) const {
        return detail::average_of<Options>(p.size, [&](int i) {
            const double e = math::abs(double(p[i]) - t[i]), d = delta;
            return e <= d ? e * e / 2 : d * e - d * d / 2;
        });
    }
};

/// sum(l2(y_true) l2(y_pred)) along axis; 0 of a row of zeros                   keras.metrics.CosineSimilarity
struct cosine_similarity : detail::mean_metric<cosine_similarity> {
    int axis = -1; ///< the batch is axis 0

    static constexpr std::string_view keras_name = "CosineSimilarity";
    constexpr cosine_similarity() : mean_metric("cosine_similarity") {}
    static constexpr auto arguments() {
        return takes(ctnn::name, &metric_options::name, ctnn::dtype, &metric_options::dtype, ctnn::axis,
                     &cosine_similarity::axis);
    }
    constexpr void check(text& say, const extents& y_true, const extents& y_pred) const {
        mean_metric::check(say, y_true, y_pred);
        detail::check_axis(say, keras_name, axis, y_true, y_pred);
    }
    template<unsigned Options = compiled_for>
    auto state(const extents& y_true, const extents& y_pred) const {
        return detail::mean_state<cosine_similarity, Options>{*this, detail::rows_of<Options>(y_true, y_pred, axis)};
    }
    template<unsigned Options>
    double value(detail::row<Options> t, detail::row<Options> p) const {
        double tt = 0, pp = 0, tp = 0;
        for (int i = 0; i < p.size; ++i) {
            tt += double(t[i]) * t[i], pp += double(p[i]) * p[i], tp += double(t[i]) * p[i];
        }
        return tp * inverse_norm<Options>(tt) * inverse_norm<Options>(pp);
    }

private:
    template<unsigned Options>
    static double inverse_norm(const double& square) {
        if (math::is_nan(square)) return square;
        return square > 1e-14 ? 1 / math::sqrt(square) : 1e7;
    }
};

} // namespace ctnn::metric

namespace ctnn {

struct regression_metrics {
    static constexpr configured<metric::mean_squared_error> MeanSquaredError{};
    static constexpr configured<metric::root_mean_squared_error> RootMeanSquaredError{};
    static constexpr configured<metric::mean_absolute_error> MeanAbsoluteError{};
    static constexpr configured<metric::mean_absolute_percentage_error> MeanAbsolutePercentageError{};
    static constexpr configured<metric::mean_squared_logarithmic_error> MeanSquaredLogarithmicError{};
    static constexpr configured<metric::log_cosh_error> LogCoshError{};
    static constexpr configured<metric::cosine_similarity> CosineSimilarity{};
};
inline constexpr configured<metric::root_mean_squared_error> RootMeanSquaredError{};
inline constexpr configured<metric::log_cosh_error> LogCoshError{};

} // namespace ctnn

#ifdef __clang__
#pragma float_control(pop)
#endif

/// Margins                                        keras.metrics.Hinge, SquaredHinge, CategoricalHinge
#pragma once
#include "reduction.hpp"

#ifdef __clang__
#pragma float_control(precise, on, push)
#endif

namespace ctnn::detail {

/// Labels of 0 and 1 are taken as -1 and 1, if a whole batch (one update) has no others.
struct hinge_labels {
    bool binary = false;

    template<unsigned Options = compiled_for>
    void look(const float* y_true, std::size_t n) {
        binary = true;
        for (std::size_t i = 0; i < n && binary; ++i)
            binary = equal<Options>(y_true[i], 0.0f) || equal<Options>(y_true[i], 1.0f);
    }
    template<unsigned Options>
    double margin(const float& t, const float& p) const {
        return maximum<Options>(1 - (binary ? 2.0 * t - 1 : double(t)) * p, 0.0);
    }
};

} // namespace ctnn::detail

namespace ctnn::metric {

/// mean(max(1 - y_true y_pred, 0))                                                         keras.metrics.Hinge
///   y_true (...) of -1 and 1 or of 0 and 1, y_pred (...)
struct hinge : detail::mean_metric<hinge>, detail::hinge_labels {
    static constexpr std::string_view keras_name = "Hinge";
    constexpr hinge() : mean_metric("hinge") {}

    template<unsigned Options>
    double value(detail::row<Options> t, detail::row<Options> p) const {
        return detail::average_of<Options>(p.size, [&](int i) { return margin<Options>(t[i], p[i]); });
    }
};

/// mean(max(1 - y_true y_pred, 0)^2)                                                keras.metrics.SquaredHinge
///   y_true (...) of -1 and 1 or of 0 and 1, y_pred (...)
struct squared_hinge : detail::mean_metric<squared_hinge>, detail::hinge_labels {
    static constexpr std::string_view keras_name = "SquaredHinge";
    constexpr squared_hinge() : mean_metric("squared_hinge") {}

    template<unsigned Options>
    double value(detail::row<Options> t, detail::row<Options> p) const {
        return detail::average_of<Options>(p.size, [&](int i) {
            const double m = margin<Options>(t[i], p[i]);
            return m * m;
        });
    }
};

/// max(max((1 - y_true) y_pred) - sum(y_true y_pred) + 1, 0)                     keras.metrics.CategoricalHinge
///   y_true (..., classes), y_pred (..., classes)
struct categorical_hinge : detail::mean_metric<categorical_hinge> {
    static constexpr std::string_view keras_name = "CategoricalHinge";
    constexpr categorical_hinge() : mean_metric("categorical_hinge") {}

    constexpr void check(text& say, const extents& y_true, const extents& y_pred) const {
        detail::check_dtype(say, keras_name, dtype);
        detail::check_categorical(say, keras_name, "", "Hinge", y_true, y_pred);
    }
    template<unsigned Options>
    double value(detail::row<Options> t, detail::row<Options> p) const {
        double right = 0, wrong = -math::infinity<double>;
        for (int i = 0; i < p.size; ++i) {
            right += double(t[i]) * p[i];
            wrong = detail::maximum<Options>(wrong, (1 - double(t[i])) * p[i]);
        }
        return detail::maximum<Options>(wrong - right + 1, 0.0);
    }
};

} // namespace ctnn::metric

namespace ctnn {

/// Losses have these names, too: metrics::Hinge() alone is the metric.
struct hinge_metrics {
    static constexpr configured<metric::hinge> Hinge{};
    static constexpr configured<metric::squared_hinge> SquaredHinge{};
    static constexpr configured<metric::categorical_hinge> CategoricalHinge{};
};

} // namespace ctnn

#ifdef __clang__
#pragma float_control(pop)
#endif

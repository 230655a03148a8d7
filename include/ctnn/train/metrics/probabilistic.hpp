/// Distances of distributions    keras.metrics.BinaryCrossentropy, CategoricalCrossentropy,
///                               SparseCategoricalCrossentropy, KLDivergence, Poisson
#pragma once
#include "reduction.hpp"

#ifdef __clang__
#pragma float_control(precise, on, push)
#endif

namespace ctnn::detail {

constexpr void check_smoothing(text& say, std::string_view who, float smoothing) {
    if (say.empty() && !(smoothing >= 0 && smoothing <= 1))
        say << who << ": label_smoothing must be from 0 to 1, got " << double(smoothing);
}

/// A probability between 1e-7 and 1 - 1e-7, in float32 as Keras has it: 1 - p can be seen in the result.
template<unsigned Options>
constexpr float probability(const float& p) {
    return clip<Options>(p, metric_epsilon, metric_one);
}

/// -t log(p) - (1 - t) log(1 - p)
template<unsigned Options>
double binary_crossentropy(const double& t, const float& output, bool from_logits) {
    if (from_logits) {
        const double x = output;
        return maximum<Options>(x, 0.0) - x * t + math::log1p(math::exp(x > 0 ? -x : x));
    }
    const float p = probability<Options>(output), q = 1.0f - p;
    return -(t * math::log(double(p)) + (1 - t) * math::log(double(q)));
}

/// What log(softmax) of a row is below its numbers: log(sum(exp(x))); NaN if one of them is.
template<unsigned Options>
double log_sum_exp(row<Options> x) {
    double most = -math::infinity<double>, sum = 0;
    for (int i = 0; i < x.size; ++i) most = maximum<Options>(most, double(x[i]));
    if (math::is_nan(most)) return most;
    for (int i = 0; i < x.size; ++i) sum += math::exp(x[i] - most);
    return most + math::log(sum);
}

/// The row's sum, added up in float32.
template<unsigned Options>
float row_sum(row<Options> x) {
    float sum = 0;
    for (int i = 0; i < x.size; ++i) sum += x[i];
    return sum;
}

} // namespace ctnn::detail

namespace ctnn::metric {

/// mean(-y_true log(y_pred) - (1 - y_true) log(1 - y_pred))                   keras.metrics.BinaryCrossentropy
///   y_true (...), y_pred (...); label_smoothing a: y_true (1 - a) + a / 2
struct binary_crossentropy : detail::mean_metric<binary_crossentropy> {
    bool from_logits = false;
    float label_smoothing = 0;

    static constexpr std::string_view keras_name = "BinaryCrossentropy";
    constexpr binary_crossentropy() : mean_metric("binary_crossentropy") {}
    static constexpr auto arguments() {
        return takes(ctnn::name, &metric_options::name, ctnn::dtype, &metric_options::dtype, ctnn::from_logits,
                     &binary_crossentropy::from_logits, ctnn::label_smoothing, &binary_crossentropy::label_smoothing);
    }
    constexpr void check(text& say, const extents& y_true, const extents& y_pred) const {
        detail::check_smoothing(say, keras_name, label_smoothing);
        mean_metric::check(say, y_true, y_pred);
    }
    template<unsigned Options>
    double value(detail::row<Options> t, detail::row<Options> p) const {
        return detail::average_of<Options>(p.size, [&](int i) {
            const double target = t[i] * (1.0 - label_smoothing) + 0.5 * label_smoothing;
            return detail::binary_crossentropy<Options>(target, p[i], from_logits);
        });
    }
};

/// -sum(y_true log(y_pred / sum(y_pred))) along axis                     keras.metrics.CategoricalCrossentropy
///   y_true (..., classes), y_pred (..., classes); label_smoothing a: y_true (1 - a) + a / classes
struct categorical_crossentropy : detail::mean_metric<categorical_crossentropy> {
    bool from_logits = false;
    float label_smoothing = 0;
    int axis = -1; ///< the batch is axis 0
    int classes = 1;

    static constexpr std::string_view keras_name = "CategoricalCrossentropy";
    constexpr categorical_crossentropy() : mean_metric("categorical_crossentropy") {}
    static constexpr auto arguments() {
        return takes(ctnn::name, &metric_options::name, ctnn::dtype, &metric_options::dtype, ctnn::from_logits,
                     &categorical_crossentropy::from_logits, ctnn::label_smoothing,
                     &categorical_crossentropy::label_smoothing, ctnn::axis, &categorical_crossentropy::axis);
    }
    constexpr void check(text& say, const extents& y_true, const extents& y_pred) const {
        detail::check_smoothing(say, keras_name, label_smoothing);
        detail::check_dtype(say, keras_name, dtype);
        detail::check_axis(say, keras_name, axis, y_pred, y_pred);
        detail::check_categorical(say, keras_name, "SparseCategoricalCrossentropy", "BinaryCrossentropy", y_true,
                                  y_pred);
    }
    template<unsigned Options = compiled_for>
    auto state(const extents& y_true, const extents& y_pred) const {
        auto own = *this;
        own.classes = y_true.last(); // of the last axis, whatever axis is: Keras' choice
        return detail::mean_state<categorical_crossentropy, Options>{own,
                                                                     detail::rows_of<Options>(y_true, y_pred, axis)};
    }
    template<unsigned Options>
    double value(detail::row<Options> t, detail::row<Options> p) const {
        const auto target = [&](int i) { return t[i] * (1.0 - label_smoothing) + double(label_smoothing) / classes; };
        if (from_logits) {
            const double all = detail::log_sum_exp(p);
            return detail::sum_of<Options>(p.size, [&](int i) { return target(i) * (all - p[i]); });
        }
        const float sum = detail::row_sum(p);
        return detail::sum_of<Options>(
            p.size, [&](int i) { return -target(i) * math::log(double(detail::probability<Options>(p[i] / sum))); });
    }
};

/// -log(y_pred[y_true] / sum(y_pred))                              keras.metrics.SparseCategoricalCrossentropy
///   y_true (...) or (..., 1) of class numbers, y_pred (..., classes); a number that is no class gives NaN, as
///   TensorFlow does where it does not stop. What has the class ignore_class adds 0; only with sample weights does it
///   not count, as in Keras.
struct sparse_categorical_crossentropy : detail::mean_metric<sparse_categorical_crossentropy> {
    bool from_logits = false;
    optional_number ignore_class{};
    int axis = -1;

    static constexpr std::string_view keras_name = "SparseCategoricalCrossentropy";
    constexpr sparse_categorical_crossentropy() : mean_metric("sparse_categorical_crossentropy") {}
    static constexpr auto arguments() {
        return takes(ctnn::name, &metric_options::name, ctnn::dtype, &metric_options::dtype, ctnn::from_logits,
                     &sparse_categorical_crossentropy::from_logits, ctnn::ignore_class,
                     &sparse_categorical_crossentropy::ignore_class, ctnn::axis,
                     &sparse_categorical_crossentropy::axis);
    }
    constexpr void check(text& say, const extents& y_true, const extents& y_pred) const {
        detail::check_dtype(say, keras_name, dtype);
        if (say.empty() && axis != -1 && axis != y_pred.rank)
            say << keras_name << ": axis must be -1, got " << axis
                << "; hint: Permute moves the classes to the last axis";
        detail::check_sparse(say, keras_name, "CategoricalCrossentropy", "BinaryCrossentropy", y_true, y_pred);
    }
    template<unsigned Options = compiled_for>
    auto state(const extents& y_true, const extents& y_pred) const {
        return detail::mean_state<sparse_categorical_crossentropy, Options>{
            *this, detail::sparse_rows_of<Options>(y_true, y_pred)};
    }
    template<unsigned Options>
    bool ignores(detail::row<Options> t) const {
        return ignore_class.given && detail::equal<Options>(t[0], float(ignore_class.value));
    }
    template<unsigned Options>
    double value(detail::row<Options> t, detail::row<Options> p) const {
        const int target = detail::class_of<Options>(t[0]);
        if (target < 0 || target >= p.size) return math::nan<double>;
        if (from_logits) return detail::log_sum_exp(p) - p[target];
        double sum = 0; // of the bounded probabilities: TensorFlow makes logits of them
        for (int i = 0; i < p.size; ++i) sum += detail::probability<Options>(p[i]);
        if (math::is_nan(sum)) return sum;
        return math::log(sum / detail::probability<Options>(p[target]));
    }
};

/// sum(y_true log(y_true / y_pred)), both between 1e-7 and 1                        keras.metrics.KLDivergence
///   y_true (..., n), y_pred (..., n)
struct kl_divergence : detail::mean_metric<kl_divergence> {
    static constexpr std::string_view keras_name = "KLDivergence";
    constexpr kl_divergence() : mean_metric("kl_divergence") {}

    template<unsigned Options>
    double value(detail::row<Options> t, detail::row<Options> p) const {
        return detail::sum_of<Options>(p.size, [&](int i) {
            const double a = detail::clip<Options>(t[i], detail::metric_epsilon, 1.0f),
                         b = detail::clip<Options>(p[i], detail::metric_epsilon, 1.0f);
            return math::is_nan(a) ? a : math::is_nan(b) ? b : a * math::log(a / b);
        });
    }
};

/// mean(y_pred - y_true log(y_pred + 1e-7))                                              keras.metrics.Poisson
///   y_true (...), y_pred (...)
struct poisson : detail::mean_metric<poisson> {
    static constexpr std::string_view keras_name = "Poisson";
    constexpr poisson() : mean_metric("poisson") {}

    template<unsigned Options>
    double value(detail::row<Options> t, detail::row<Options> p) const {
        return detail::average_of<Options>(p.size, [&](int i) {
            const float shifted = p[i] + detail::metric_epsilon;
            if (math::is_nan(shifted) || shifted < 0) return math::nan<double>;
            return p[i] - t[i] * math::log(double(shifted));
        });
    }
};

/// (1 - p)^2 of a class' probability times its binary crossentropy, the mean    keras.metrics.binary_focal_crossentropy
struct binary_focal_crossentropy : detail::mean_metric<binary_focal_crossentropy> {
    static constexpr std::string_view keras_name = "binary_focal_crossentropy";
    constexpr binary_focal_crossentropy() : mean_metric("binary_focal_crossentropy") {}

    template<unsigned Options>
    double value(detail::row<Options> t, detail::row<Options> p) const {
        return detail::average_of<Options>(p.size, [&](int i) {
            const double right = double(t[i]) * p[i] + (1 - double(t[i])) * (1 - double(p[i]));
            return (1 - right) * (1 - right) * detail::binary_crossentropy<Options>(t[i], p[i], false);
        });
    }
};

/// -0.25 sum((1 - p)^2 y_true log(p)), p = y_pred / sum(y_pred)      keras.metrics.categorical_focal_crossentropy
struct categorical_focal_crossentropy : detail::mean_metric<categorical_focal_crossentropy> {
    static constexpr std::string_view keras_name = "categorical_focal_crossentropy";
    constexpr categorical_focal_crossentropy() : mean_metric("categorical_focal_crossentropy") {}

    constexpr void check(text& say, const extents& y_true, const extents& y_pred) const {
        detail::check_categorical(say, keras_name, "", "binary_focal_crossentropy", y_true, y_pred);
    }
    template<unsigned Options>
    double value(detail::row<Options> t, detail::row<Options> p) const {
        const float sum = detail::row_sum(p);
        return detail::sum_of<Options>(p.size, [&](int i) {
            const float q = detail::probability<Options>(p[i] / sum), rest = 1.0f - q;
            return -0.25 * rest * rest * t[i] * math::log(double(q));
        });
    }
};

} // namespace ctnn::metric

namespace ctnn {

/// Losses have these names, too: metrics::Poisson() alone is the metric.
struct probabilistic_metrics {
    static constexpr configured<metric::binary_crossentropy> BinaryCrossentropy{};
    static constexpr configured<metric::categorical_crossentropy> CategoricalCrossentropy{};
    static constexpr configured<metric::sparse_categorical_crossentropy> SparseCategoricalCrossentropy{};
    static constexpr configured<metric::kl_divergence> KLDivergence{};
    static constexpr configured<metric::poisson> Poisson{};
};

} // namespace ctnn

#ifdef __clang__
#pragma float_control(pop)
#endif

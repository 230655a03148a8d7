/// How often predictions are right              keras.metrics.Accuracy, BinaryAccuracy, CategoricalAccuracy,
///                       SparseCategoricalAccuracy, TopKCategoricalAccuracy, SparseTopKCategoricalAccuracy
#pragma once
#include "reduction.hpp"

#ifdef __clang__
#pragma float_control(precise, on, push)
#endif

namespace ctnn::metric {

/// mean(y_true == y_pred)                                                               keras.metrics.Accuracy
///   y_true (...), y_pred (...)
struct accuracy : detail::mean_metric<accuracy> {
    static constexpr std::string_view keras_name = "Accuracy";
    constexpr accuracy() : mean_metric("accuracy") {}

    template<unsigned Options>
    double value(detail::row<Options> t, detail::row<Options> p) const {
        return detail::average_of<Options>(p.size, [&](int i) { return double(detail::equal<Options>(t[i], p[i])); });
    }
};

/// mean(y_true == (y_pred > threshold))                                           keras.metrics.BinaryAccuracy
///   y_true (...) of 0 and 1, y_pred (...)
struct binary_accuracy : detail::mean_metric<binary_accuracy> {
    float threshold = 0.5f;

    static constexpr std::string_view keras_name = "BinaryAccuracy";
    constexpr binary_accuracy() : mean_metric("binary_accuracy") {}
    static constexpr auto arguments() {
        return takes(ctnn::name, &metric_options::name, ctnn::dtype, &metric_options::dtype, ctnn::threshold,
                     &binary_accuracy::threshold);
    }
    template<unsigned Options>
    double value(detail::row<Options> t, detail::row<Options> p) const {
        return detail::average_of<Options>(p.size, [&](int i) {
            return double(detail::equal<Options>(t[i], float(detail::greater<Options>(p[i], threshold))));
        });
    }
};

/// mean(argmax(y_true) == argmax(y_pred)), the first of equal ones             keras.metrics.CategoricalAccuracy
///   y_true (..., classes), y_pred (..., classes)
struct categorical_accuracy : detail::mean_metric<categorical_accuracy> {
    static constexpr std::string_view keras_name = "CategoricalAccuracy";
    constexpr categorical_accuracy() : mean_metric("categorical_accuracy") {}

    constexpr void check(text& say, const extents& y_true, const extents& y_pred) const {
        detail::check_dtype(say, keras_name, dtype);
        detail::check_categorical(say, keras_name, "SparseCategoricalAccuracy", "BinaryAccuracy", y_true, y_pred);
    }
    template<unsigned Options>
    double value(detail::row<Options> t, detail::row<Options> p) const {
        return detail::argmax(t) == detail::argmax(p);
    }
};

/// mean(y_true == argmax(y_pred)), the first of equal ones               keras.metrics.SparseCategoricalAccuracy
///   y_true (...) or (..., 1) of class numbers, y_pred (..., classes)
struct sparse_categorical_accuracy : detail::mean_metric<sparse_categorical_accuracy> {
    static constexpr std::string_view keras_name = "SparseCategoricalAccuracy";
    constexpr sparse_categorical_accuracy() : mean_metric("sparse_categorical_accuracy") {}

    constexpr void check(text& say, const extents& y_true, const extents& y_pred) const {
        detail::check_dtype(say, keras_name, dtype);
        detail::check_sparse(say, keras_name, "CategoricalAccuracy", "BinaryAccuracy", y_true, y_pred);
    }
    template<unsigned Options = compiled_for>
    auto state(const extents& y_true, const extents& y_pred) const {
        return detail::mean_state<sparse_categorical_accuracy, Options>{
            *this, detail::sparse_rows_of<Options>(y_true, y_pred)};
    }
    template<unsigned Options>
    double value(detail::row<Options> t, detail::row<Options> p) const {
        return detail::equal<Options>(t[0], float(detail::argmax(p)));
    }
};

} // namespace ctnn::metric

namespace ctnn::detail {

/// Whether fewer than k classes are more probable than this one. Equal ones share a place; a class that is none, or
/// numbers that are not finite, are never right.
template<unsigned Options>
bool in_top_k(int target, row<Options> p, int k) {
    if (target < 0 || target >= p.size || !math::is_finite(p[target])) return false;
    int above = 0;
    for (int i = 0; i < p.size; ++i) {
        if (!math::is_finite(p[i])) return false;
        above += p[i] > p[target];
    }
    return above < k;
}

constexpr void check_k(text& say, std::string_view who, int k) {
    if (say.empty() && k < 1) say << who << ": k must be positive, got " << k;
}

} // namespace ctnn::detail

namespace ctnn::metric {

/// mean(argmax(y_true) is one of the k most probable classes)                keras.metrics.TopKCategoricalAccuracy
///   y_true (..., classes), y_pred (..., classes)
struct top_k_categorical_accuracy : detail::mean_metric<top_k_categorical_accuracy> {
    int k = 5;

    static constexpr std::string_view keras_name = "TopKCategoricalAccuracy";
    constexpr top_k_categorical_accuracy() : mean_metric("top_k_categorical_accuracy") {}
    static constexpr auto arguments() {
        return takes(ctnn::k, &top_k_categorical_accuracy::k, ctnn::name, &metric_options::name, ctnn::dtype,
                     &metric_options::dtype);
    }
    constexpr void check(text& say, const extents& y_true, const extents& y_pred) const {
        detail::check_dtype(say, keras_name, dtype);
        detail::check_k(say, keras_name, k);
        detail::check_categorical(say, keras_name, "SparseTopKCategoricalAccuracy", "BinaryAccuracy", y_true, y_pred);
    }
    template<unsigned Options>
    double value(detail::row<Options> t, detail::row<Options> p) const {
        return detail::in_top_k(detail::argmax(t), p, k);
    }
};

/// mean(y_true is one of the k most probable classes)                  keras.metrics.SparseTopKCategoricalAccuracy
///   y_true (...) or (..., 1) of class numbers, y_pred (..., classes); with from_sorted_ids y_pred (..., at least k)
///   holds class numbers, the most probable first
struct sparse_top_k_categorical_accuracy : detail::mean_metric<sparse_top_k_categorical_accuracy> {
    int k = 5;
    bool from_sorted_ids = false;

    static constexpr std::string_view keras_name = "SparseTopKCategoricalAccuracy";
    constexpr sparse_top_k_categorical_accuracy() : mean_metric("sparse_top_k_categorical_accuracy") {}
    static constexpr auto arguments() {
        return takes(ctnn::k, &sparse_top_k_categorical_accuracy::k, ctnn::name, &metric_options::name, ctnn::dtype,
                     &metric_options::dtype, ctnn::from_sorted_ids,
                     &sparse_top_k_categorical_accuracy::from_sorted_ids);
    }
    constexpr void check(text& say, const extents& y_true, const extents& y_pred) const {
        detail::check_dtype(say, keras_name, dtype);
        detail::check_k(say, keras_name, k);
        if (from_sorted_ids && say.empty() && y_pred.last() < k)
            say << keras_name << ": expected at least k = " << k << " class numbers on the output's last axis, got "
                << y_pred;
        if (from_sorted_ids && y_pred.last() == 1 && detail::sparse_shape(y_true, y_pred)) return;
        detail::check_sparse(say, keras_name, "TopKCategoricalAccuracy", "BinaryAccuracy", y_true, y_pred);
    }
    template<unsigned Options = compiled_for>
    auto state(const extents& y_true, const extents& y_pred) const {
        return detail::mean_state<sparse_top_k_categorical_accuracy, Options>{
            *this, detail::sparse_rows_of<Options>(y_true, y_pred)};
    }
    template<unsigned Options>
    double value(detail::row<Options> t, detail::row<Options> p) const {
        if (!from_sorted_ids) return detail::in_top_k(detail::class_of<Options>(t[0]), p, k);
        for (int i = 0; i < k && i < p.size; ++i)
            if (detail::equal<Options>(t[0], p[i])) return 1;
        return 0;
    }
};

} // namespace ctnn::metric

namespace ctnn {

struct accuracy_metrics {
    static constexpr configured<metric::accuracy> Accuracy{};
    static constexpr configured<metric::binary_accuracy> BinaryAccuracy{};
    static constexpr configured<metric::categorical_accuracy> CategoricalAccuracy{};
    static constexpr configured<metric::sparse_categorical_accuracy> SparseCategoricalAccuracy{};
    static constexpr configured<metric::top_k_categorical_accuracy> TopKCategoricalAccuracy{};
    static constexpr configured<metric::sparse_top_k_categorical_accuracy> SparseTopKCategoricalAccuracy{};
};
inline constexpr configured<metric::accuracy> Accuracy{};
inline constexpr configured<metric::binary_accuracy> BinaryAccuracy{};
inline constexpr configured<metric::categorical_accuracy> CategoricalAccuracy{};
inline constexpr configured<metric::sparse_categorical_accuracy> SparseCategoricalAccuracy{};
inline constexpr configured<metric::top_k_categorical_accuracy> TopKCategoricalAccuracy{};
inline constexpr configured<metric::sparse_top_k_categorical_accuracy> SparseTopKCategoricalAccuracy{};

} // namespace ctnn

#ifdef __clang__
#pragma float_control(pop)
#endif

/// What a metric is: a number that says how good predictions are, gathered over an epoch.
///
/// A metric is a literal type that says its keywords as a layer does, and makes a running state for given shapes:
///
///     struct largest_error {                                   // a metric of your own
///         std::string_view name = "largest_error";              // what the logs call it
///         static constexpr std::string_view keras_name = "LargestError";
///         static constexpr auto arguments() { return ctnn::takes(ctnn::name, &largest_error::name); }
///         constexpr void check(ctnn::text& say, const ctnn::extents& y_true, const ctnn::extents& y_pred) const {
///             if (y_true != y_pred) say << "largest_error: targets must have the shape " << y_pred << ", got " <<
///             y_true;
///         }
///         struct running {
///             std::size_t size;
///             double largest = 0;
///             void reset() { largest = 0; }
///             void update(const float* y_true, const float* y_pred, const float* sample_weight, int n) { ... }
///             double result() const { return largest; }
///         };
///         running state(const ctnn::extents& y_true, const ctnn::extents& y_pred) const { return {y_pred.size()}; }
///     };
///     inline constexpr ctnn::configured<largest_error> LargestError{};
///
/// `check` puts the sentence for shapes that do not fit into `say`; without it every shape is right. `state` may
/// allocate; `update` must not. `update` gets a batch: n samples behind each other, and one weight a sample or null. A
/// state whose result is several numbers (Keras' average = None) has besides `int result_count() const` and `double
/// result(int) const`; its result() is then what Keras' progress bar shows, their mean.
///
/// A function of one row is a metric, too: MeanMetricWrapper(f, name = "f") in metrics/reduction.hpp.
///
/// Metrics that are means take a mask of rows as an optional last argument of update, as Keras' means do.
///
/// The states of this library gather in double; Keras does in float. Where a formula's own rounding to float can be
/// seen in the result (1 - 1e-7 as a bound, thresholds, buckets) it is done in float as there.
#pragma once
#include "../layer/numbers.hpp"
#include "configured.hpp"
#include "keywords.hpp"

namespace ctnn {

/// What every metric of Keras' takes.
struct metric_options {
    std::string_view name;
    std::string_view dtype = "float32";

    constexpr explicit metric_options(std::string_view default_name) : name(default_name) {}
};

/// A whole number that may be None.
struct optional_number {
    static constexpr std::string_view expected = "a whole number or None, for example 4_c";
    bool given = false;
    int value = 0;
};

namespace detail {

template<>
struct accept<optional_number> {
    template<class V>
    static constexpr bool from =
        is_whole_argument<V> || std::is_same_v<V, none_t> || std::is_same_v<V, optional_number>;
    template<class V>
    static constexpr optional_number make(const V& v) {
        if constexpr (std::is_same_v<V, none_t>)
            return {};
        else if constexpr (std::is_same_v<V, optional_number>)
            return v;
        else
            return {true, accept<int>::make(v)};
    }
};

/// Whether a type can be a metric.
template<class M>
concept is_metric = requires(const M& m, const extents& shape) {
    { m.name } -> std::convertible_to<std::string_view>;
    m.state(shape, shape);
};

/// How many numbers a state's result is, and each of them.
template<unsigned Options = compiled_for, class State>
int result_count(const State& s) {
    if constexpr (requires { s.result_count(); })
        return s.result_count();
    else
        return 1;
}
template<unsigned Options = compiled_for, class State>
double result_at(const State& s, int i) {
    if constexpr (requires { s.result(i); })
        return s.result(i);
    else
        return s.result();
}

/// What a metric says about these shapes, "" for nothing.
template<class M>
constexpr text metric_mistake(const M& metric, const extents& y_true, const extents& y_pred) {
    text t;
    if constexpr (requires { metric.check(t, y_true, y_pred); }) metric.check(t, y_true, y_pred);
    return t;
}

} // namespace detail
} // namespace ctnn

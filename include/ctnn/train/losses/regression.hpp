/// Losses of numbers: y is the target, p the output, both (..., n); the mean is over the last axis, values (...).
///   MeanSquaredError              mean((p - y)^2)
///   MeanAbsoluteError             mean(|p - y|)
///   MeanAbsolutePercentageError   100 mean(|y - p| / max(|y|, 1e-7))
///   MeanSquaredLogarithmicError   mean((log(max(p, 1e-7) + 1) - log(max(y, 1e-7) + 1))^2)
///   Huber(delta)                  mean(e^2 / 2 where |e| <= delta, else delta |e| - delta^2 / 2), e = p - y
///   LogCosh                       mean(log(cosh(p - y)))
///   Poisson                       mean(p - y log(p + 1e-7))
///   CosineSimilarity(axis)        -sum(y / |y| * p / |p|) over one axis, lengths at least 1e-7
#pragma once
#include "../loss.hpp"
#include "arithmetic.hpp"

namespace ctnn::losses {

struct mean_squared_error : elementwise_loss {
    static constexpr std::string_view keras_name = "MeanSquaredError", default_name = "mean_squared_error";
    static constexpr auto arguments() {
        return takes(ctnn::reduction, &mean_squared_error::reduction, ctnn::name, &mean_squared_error::name);
    }
    constexpr ops::value operator()(const ops::value& y_true, const ops::value& y_pred) const {
        using namespace loss_math;
        const auto [y, p] = ctnn::detail::aligned(y_true, y_pred);
        return mean_last(square(minus(p, y)));
    }
    constexpr bool operator==(const mean_squared_error&) const = default;
};

struct mean_absolute_error : elementwise_loss {
    static constexpr std::string_view keras_name = "MeanAbsoluteError", default_name = "mean_absolute_error";
    static constexpr auto arguments() {
        return takes(ctnn::reduction, &mean_absolute_error::reduction, ctnn::name, &mean_absolute_error::name);
    }
    constexpr ops::value operator()(const ops::value& y_true, const ops::value& y_pred) const {
        using namespace loss_math;
        const auto [y, p] = ctnn::detail::aligned(y_true, y_pred);
        return mean_last(magnitude(minus(p, y)));
    }
    constexpr bool operator==(const mean_absolute_error&) const = default;
};

struct mean_absolute_percentage_error : elementwise_loss {
    static constexpr std::string_view keras_name = "MeanAbsolutePercentageError",
                                      default_name = "mean_absolute_percentage_error";
    static constexpr auto arguments() {
        return takes(ctnn::reduction, &mean_absolute_percentage_error::reduction, ctnn::name,
                     &mean_absolute_percentage_error::name);
    }
    constexpr ops::value operator()(const ops::value& y_true, const ops::value& y_pred) const {
        using namespace loss_math;
        const auto [y, p] = ctnn::detail::aligned(y_true, y_pred);
        return affine(mean_last(magnitude(quotient(minus(y, p), at_least(magnitude(y), keras_epsilon)))), 100, 0);
    }
    constexpr bool operator==(const mean_absolute_percentage_error&) const = default;
};

struct mean_squared_logarithmic_error : elementwise_loss {
    static constexpr std::string_view keras_name = "MeanSquaredLogarithmicError",
                                      default_name = "mean_squared_logarithmic_error";
    static constexpr auto arguments() {
        return takes(ctnn::reduction, &mean_squared_logarithmic_error::reduction, ctnn::name,
                     &mean_squared_logarithmic_error::name);
    }
    constexpr ops::value operator()(const ops::value& y_true, const ops::value& y_pred) const {
        using namespace loss_math;
        const auto [y, p] = ctnn::detail::aligned(y_true, y_pred);
        const auto log_of = [](const ops::value& x) { return logarithm(affine(at_least(x, keras_epsilon), 1, 1)); };
        return mean_last(square(minus(log_of(p), log_of(y))));
    }
    constexpr bool operator==(const mean_squared_logarithmic_error&) const = default;
};

struct huber : elementwise_loss {
    float delta = 1;

    static constexpr std::string_view keras_name = "Huber", default_name = "huber_loss";
    static constexpr auto arguments() {
        return takes(ctnn::delta, &huber::delta, ctnn::reduction, &huber::reduction, ctnn::name, &huber::name);
    }
    constexpr void check(text& say, const extents& y_true, const extents& y_pred,
                         output_kind ends_in = output_kind::other) const {
        if (say.empty() && !(delta > 0)) say << "delta must be positive, got " << double(delta);
        elementwise_loss::check(say, y_true, y_pred, ends_in);
    }
    /// With m = min(|e|, delta) it is m (|e| - m / 2) on both sides of delta.
    constexpr ops::value operator()(const ops::value& y_true, const ops::value& y_pred) const {
        using namespace loss_math;
        const auto [y, p] = ctnn::detail::aligned(y_true, y_pred);
        const auto e = magnitude(minus(p, y)), m = clipped(e, 0, delta);
        return mean_last(times(m, minus(e, affine(m, 0.5f, 0))));
    }
    constexpr bool operator==(const huber&) const = default;
};

struct log_cosh : elementwise_loss {
    static constexpr std::string_view keras_name = "LogCosh", default_name = "log_cosh";
    static constexpr auto arguments() {
        return takes(ctnn::reduction, &log_cosh::reduction, ctnn::name, &log_cosh::name);
    }
    /// log(cosh(e)) = e + softplus(-2 e) - log 2
    constexpr ops::value operator()(const ops::value& y_true, const ops::value& y_pred) const {
        using namespace loss_math;
        const auto [y, p] = ctnn::detail::aligned(y_true, y_pred);
        const auto e = minus(p, y);
        const auto tail = apply(ops::function_kind::softplus, affine(e, -2, 0));
        return mean_last(plus(affine(e, 1, -0.6931471805599453f), tail));
    }
    constexpr bool operator==(const log_cosh&) const = default;
};

struct poisson : elementwise_loss {
    static constexpr std::string_view keras_name = "Poisson", default_name = "poisson";
    static constexpr auto arguments() {
        return takes(ctnn::reduction, &poisson::reduction, ctnn::name, &poisson::name);
    }
    constexpr ops::value operator()(const ops::value& y_true, const ops::value& y_pred) const {
        using namespace loss_math;
        const auto [y, p] = ctnn::detail::aligned(y_true, y_pred);
        return mean_last(minus(p, times(y, logarithm(affine(p, 1, keras_epsilon)))));
    }
    constexpr bool operator==(const poisson&) const = default;
};

struct cosine_similarity : elementwise_loss {
    int axis = -1; ///< as Keras counts: the batch is axis 0

    static constexpr std::string_view keras_name = "CosineSimilarity", default_name = "cosine_similarity";
    static constexpr auto arguments() {
        return takes(ctnn::axis, &cosine_similarity::axis, ctnn::reduction, &cosine_similarity::reduction, ctnn::name,
                     &cosine_similarity::name);
    }
    constexpr void check(text& say, const extents& y_true, const extents& y_pred,
                         output_kind ends_in = output_kind::other) const {
        ctnn::detail::check_loss_axis(say, axis, y_true, y_pred);
        elementwise_loss::check(say, y_true, y_pred, ends_in);
    }
    constexpr ops::value operator()(const ops::value& y_true, const ops::value& y_pred) const {
        using namespace loss_math;
        const auto [y, p] = ctnn::detail::aligned(y_true, y_pred);
        const unsigned along = 1u << ctnn::detail::sample_axis(axis, p.shape().rank);
        const auto unit = [&](const ops::value& x) {
            const auto length2 = at_least(reduced(ops::reduce_kind::sum, square(x), along, true), 1e-14f);
            return times(x, ops::map(length2, ops::function_of(ops::function_kind::rsqrt)));
        };
        return negative(reduced(ops::reduce_kind::sum, times(unit(y), unit(p)), along));
    }
    constexpr bool operator==(const cosine_similarity&) const = default;
};

// (metrics of Keras have these names, too)
inline constexpr configured_type<mean_squared_error> MeanSquaredError{};
inline constexpr configured_type<mean_absolute_error> MeanAbsoluteError{};
inline constexpr configured_type<mean_absolute_percentage_error> MeanAbsolutePercentageError{};
inline constexpr configured_type<mean_squared_logarithmic_error> MeanSquaredLogarithmicError{};
inline constexpr configured_type<huber> Huber{};
inline constexpr configured_type<log_cosh> LogCosh{};
inline constexpr configured_type<poisson> Poisson{};
inline constexpr configured_type<cosine_similarity> CosineSimilarity{};

} // namespace ctnn::losses

namespace ctnn {
using losses::Huber, losses::LogCosh;
}

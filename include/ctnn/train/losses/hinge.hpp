/// Losses of a margin: y is the target, -1 or 1, and p the output, both (..., n) -> (...).
///   Hinge              mean(max(1 - y p, 0)) over the last axis
///   SquaredHinge       mean(max(1 - y p, 0)^2)
///   CategoricalHinge   max(max((1 - y) p) - sum(y p) + 1, 0), y is 0 or 1
/// Where all targets of a batch are 0 or 1, Hinge and SquaredHinge take 0 for -1, as Keras does: it looks at the batch
/// as a whole, so that a batch of ones alone is the same either way.
#pragma once
#include "../loss.hpp"
#include "arithmetic.hpp"

namespace ctnn {
namespace detail {

/// y, or 2 y - 1 = y + (y - 1) if there is nothing but 0 and 1 in the batch.
constexpr ops::value hinge_labels(const ops::value& y) {
    using namespace loss_math;
    // y (y - 1) is 0 for these alone; bounded, so that the sum is; any sum but 0 becomes 1
    const auto others = clipped(square(times(y, affine(y, 1, -1))), 0, 1);
    const auto some = clipped(affine(sum_of_batch(others, all_axes(others)), 1e30f, 0), 0, 1);
    return plus(y, times(affine(some, -1, 1), affine(y, 1, -1)));
}
/// max(1 - y p, 0); (..., n) -> (..., n)
constexpr ops::value hinge_margin(const ops::value& y_true, const ops::value& y_pred) {
    using namespace loss_math;
    const auto [y, p] = aligned(y_true, y_pred);
    return at_least(affine(times(hinge_labels(y), p), -1, 1), 0);
}

} // namespace detail

namespace losses {

struct hinge : elementwise_loss {
    static constexpr std::string_view keras_name = "Hinge", default_name = "hinge";
    static constexpr auto arguments() { return takes(ctnn::reduction, &hinge::reduction, ctnn::name, &hinge::name); }
    constexpr ops::value operator()(const ops::value& y_true, const ops::value& y_pred) const {
        return loss_math::mean_last(ctnn::detail::hinge_margin(y_true, y_pred));
    }
    constexpr bool operator==(const hinge&) const = default;
};

struct squared_hinge : elementwise_loss {
    static constexpr std::string_view keras_name = "SquaredHinge", default_name = "squared_hinge";
    static constexpr auto arguments() {
        return takes(ctnn::reduction, &squared_hinge::reduction, ctnn::name, &squared_hinge::name);
    }
    constexpr ops::value operator()(const ops::value& y_true, const ops::value& y_pred) const {
        return loss_math::mean_last(loss_math::square(ctnn::detail::hinge_margin(y_true, y_pred)));
    }
    constexpr bool operator==(const squared_hinge&) const = default;
};

struct categorical_hinge : elementwise_loss {
    static constexpr std::string_view keras_name = "CategoricalHinge", default_name = "categorical_hinge";
    static constexpr auto arguments() {
        return takes(ctnn::reduction, &categorical_hinge::reduction, ctnn::name, &categorical_hinge::name);
    }
    constexpr ops::value operator()(const ops::value& y_true, const ops::value& y_pred) const {
        using namespace loss_math;
        const auto [y, p] = ctnn::detail::aligned(y_true, y_pred);
        const auto wanted = sum_last(times(y, p));
        const auto other = reduced(ops::reduce_kind::maximum, times(affine(y, -1, 1), p), last_axis(p));
        return at_least(affine(minus(other, wanted), 1, 1), 0);
    }
    constexpr bool operator==(const categorical_hinge&) const = default;
};

// (metrics of Keras have these names, too)
inline constexpr configured_type<hinge> Hinge{};
inline constexpr configured_type<squared_hinge> SquaredHinge{};
inline constexpr configured_type<categorical_hinge> CategoricalHinge{};

} // namespace losses
} // namespace ctnn

/// Keras' constraints: kernel_constraint = MaxNorm(2_c). A keyword that only they have is training's, in
/// train/constraints.hpp.
#pragma once
#include "constraint.hpp"
#include "value_factory.hpp"

namespace ctnn {

namespace constraints {

/// w min(norm, max_value) / (1e-7 + norm)                                                     keras.constraints.MaxNorm
struct max_norm {
    double max_value = 2;
    extents axis{0};
    static constexpr std::string_view keras_name = "MaxNorm";
    static constexpr auto arguments() {
        return takes(ctnn::max_value, &max_norm::max_value, ctnn::axis, &max_norm::axis);
    }
    constexpr constraint make() const { return {constraint_kind::max_norm, 0, max_value, 1, axis}; }
};
/// max(w, 0)                                                                                   keras.constraints.NonNeg
struct non_neg {
    static constexpr std::string_view keras_name = "NonNeg";
    static constexpr auto arguments() { return takes(); }
    constexpr constraint make() const { return {constraint_kind::non_neg}; }
};
/// w / (1e-7 + norm)                                                                         keras.constraints.UnitNorm
struct unit_norm {
    extents axis{0};
    static constexpr std::string_view keras_name = "UnitNorm";
    static constexpr auto arguments() { return takes(ctnn::axis, &unit_norm::axis); }
    constexpr constraint make() const { return {constraint_kind::unit_norm, 0, 1, 1, axis}; }
};
/// w (rate clip(norm, min_value, max_value) + (1 - rate) norm) / (1e-7 + norm)             keras.constraints.MinMaxNorm
struct min_max_norm {
    double min_value = 0, max_value = 1, rate = 1;
    extents axis{0};
    static constexpr std::string_view keras_name = "MinMaxNorm";
    static constexpr auto arguments() {
        using c = min_max_norm;
        return takes(keyword<"min_value">(), &c::min_value, ctnn::max_value, &c::max_value, ctnn::rate, &c::rate,
                     ctnn::axis, &c::axis);
    }
    constexpr constraint make() const { return {constraint_kind::min_max_norm, min_value, max_value, rate, axis}; }
};

} // namespace constraints

inline constexpr detail::value_factory<constraint, constraints::max_norm> MaxNorm{};
inline constexpr detail::value_factory<constraint, constraints::non_neg> NonNeg{};
inline constexpr detail::value_factory<constraint, constraints::unit_norm> UnitNorm{};
inline constexpr detail::value_factory<constraint, constraints::min_max_norm> MinMaxNorm{};

} // namespace ctnn

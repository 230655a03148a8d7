/// Keras' constraints, what weights become after each step: kernel_constraint = MaxNorm(2_c).
#pragma once
#include "keywords.hpp"
#include "../layer/axes.hpp"
#include "regularizers.hpp"

namespace ctnn {

inline constexpr keyword<"min_value"> min_value{};

enum class constraint_kind : unsigned char { none, max_norm, non_neg, unit_norm, min_max_norm };

/// keras.constraints: which one, with its numbers. The norm is that of the elements along `axis`: for a Dense kernel
/// (in, units) axis 0, for one of a convolution (height, width, in, filters) axes 0, 1 and 2, axis = shape<0, 1, 2>.
struct constraint {
    static constexpr std::string_view expected = "a constraint, for example MaxNorm(2_c)";
    constraint_kind kind = constraint_kind::none;
    double min_value = 0, max_value = 1, rate = 1;
    extents axis{0};

    constexpr bool operator==(const constraint&) const = default;
    constexpr explicit operator bool() const { return kind != constraint_kind::none; }
    /// What is wrong with it for a weight of that shape, "" if nothing is.
    constexpr std::string_view mistake(const extents& shape) const {
        if (kind == constraint_kind::none || kind == constraint_kind::non_neg) return {};
        for (int i = 0; i < axis.rank; ++i)
            if (axis[i] >= shape.rank || axis[i] < -shape.rank) return "axis names no axis of the weight";
        return {};
    }
};

/// Keras' string forms.
constexpr bool find_value(std::string_view s, constraint& out) {
    using k = constraint_kind;
    if (s == "max_norm" || s == "MaxNorm") return out = {k::max_norm, 0, 2}, true;
    if (s == "non_neg" || s == "NonNeg") return out = {k::non_neg}, true;
    if (s == "unit_norm" || s == "UnitNorm") return out = {k::unit_norm}, true;
    if (s == "min_max_norm" || s == "MinMaxNorm") return out = {k::min_max_norm}, true;
    return false;
}

namespace detail {

template<>
struct accept<constraint> {
    template<class V>
    static constexpr bool from =
        std::is_convertible_v<V, constraint> || is_text_argument<V> || std::is_same_v<V, none_t>;
    template<class V>
    static constexpr constraint make(const V& v) {
        constraint c;
        if constexpr (is_text_argument<V>)
            find_value(std::string_view(v), c);
        else if constexpr (!std::is_same_v<V, none_t>)
            c = v;
        return c;
    }
};

} // namespace detail

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
        return takes(ctnn::min_value, &c::min_value, ctnn::max_value, &c::max_value, ctnn::rate, &c::rate, ctnn::axis,
                     &c::axis);
    }
    constexpr constraint make() const { return {constraint_kind::min_max_norm, min_value, max_value, rate, axis}; }
};

} // namespace constraints

inline constexpr detail::value_factory<constraint, constraints::max_norm> MaxNorm{};
inline constexpr detail::value_factory<constraint, constraints::non_neg> NonNeg{};
inline constexpr detail::value_factory<constraint, constraints::unit_norm> UnitNorm{};
inline constexpr detail::value_factory<constraint, constraints::min_max_norm> MinMaxNorm{};

} // namespace ctnn

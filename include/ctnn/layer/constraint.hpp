/// What a constraint is: what a weight becomes after each step.
#pragma once
#include "../dsl/values.hpp"

namespace ctnn {

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
} // namespace ctnn

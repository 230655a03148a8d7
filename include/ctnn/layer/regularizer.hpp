/// What a regularizer is: a penalty on a weight that becomes part of the loss.
#pragma once
#include "../dsl/values.hpp"

namespace ctnn {

enum class regularizer_kind : unsigned char { none, l1_l2, orthogonal };
enum class orthogonal_mode : unsigned char { rows, columns };
template<>
inline constexpr std::string_view keras_names<orthogonal_mode>[] = {"rows", "columns"};

/// keras.regularizers: which penalty, with its factors.
struct regularizer {
    static constexpr std::string_view expected = "a regularizer, for example L2(0.01_c)";
    regularizer_kind kind = regularizer_kind::none;
    double l1 = 0, l2 = 0; ///< sum l1 |w| + l2 w^2
    double factor = 0;     ///< factor times the mean |cosine| of two different rows or columns
    orthogonal_mode mode = orthogonal_mode::rows;

    constexpr bool operator==(const regularizer&) const = default;
    constexpr explicit operator bool() const { return kind != regularizer_kind::none; }
    /// What is wrong with it for a weight of that shape, "" if nothing is.
    constexpr std::string_view mistake(const extents& shape) const {
        if (!(l1 >= 0 && l2 >= 0 && factor >= 0)) return "the factors of a regularizer must not be negative";
        if (kind == regularizer_kind::orthogonal && shape.rank != 2)
            return "OrthogonalRegularizer is for weights of two axes";
        return {};
    }
};

/// Keras' string forms.
constexpr bool find_value(std::string_view s, regularizer& out) {
    using k = regularizer_kind;
    if (s == "l1" || s == "L1") return out = {k::l1_l2, 0.01}, true;
    if (s == "l2" || s == "L2") return out = {k::l1_l2, 0, 0.01}, true;
    if (s == "l1_l2" || s == "L1L2") return out = {k::l1_l2}, true;
    if (s == "orthogonal_regularizer" || s == "OrthogonalRegularizer") return out = {k::orthogonal, 0, 0, 0.01}, true;
    return false;
}

namespace detail {

template<>
struct accept<regularizer> {
    template<class V>
    static constexpr bool from =
        std::is_convertible_v<V, regularizer> || is_text_argument<V> || std::is_same_v<V, none_t>;
    template<class V>
    static constexpr regularizer make(const V& v) {
        regularizer r;
        if constexpr (is_text_argument<V>)
            find_value(std::string_view(v), r);
        else if constexpr (!std::is_same_v<V, none_t>)
            r = v;
        return r;
    }
};

} // namespace detail
} // namespace ctnn

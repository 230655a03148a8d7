/// Keras' regularizers, penalties on weights that become part of the loss: kernel_regularizer = L2(0.01_c).
#pragma once
#include "keywords.hpp"
#include "../layer/arguments.hpp"

namespace ctnn {

inline constexpr keyword<"l1"> l1{};
inline constexpr keyword<"l2"> l2{};

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

/// Of Keras' class C with these arguments: what C's make() gives. It is a constant if they are.
template<class T, class C, class... Args>
struct made_of_arguments {
    [[no_unique_address]] hana::basic_tuple<Args...> args;
    constexpr operator T() const {
        C c{};
        layer_options common;
        read_arguments(args, c, common);
        return c.make();
    }
};
template<class T, class C, class... Args>
inline constexpr bool is_constant<made_of_arguments<T, C, Args...>> = (is_constant<Args> && ...);

template<class T, class C>
struct value_factory {
    template<class... Args>
    struct mistake {
        static constexpr text value = argument_mistake<C, Args...>();
    };
    template<class... Args>
    constexpr auto operator()(Args... args) const {
        if constexpr (mistake<Args...>::value.empty())
            return made_of_arguments<T, C, Args...>{hana::basic_tuple<Args...>{args...}};
        else {
            CTNN_SAY_ALWAYS(mistake<Args...>::value);
            return T{};
        }
    }
};

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

namespace regularizers {

/// l1 sum |w|                                                                                     keras.regularizers.L1
struct l1 {
    double l1 = 0.01;
    static constexpr std::string_view keras_name = "L1";
    static constexpr auto arguments() { return takes(ctnn::l1, &regularizers::l1::l1); }
    constexpr regularizer make() const { return {regularizer_kind::l1_l2, l1}; }
};
/// l2 sum w^2                                                                                     keras.regularizers.L2
struct l2 {
    double l2 = 0.01;
    static constexpr std::string_view keras_name = "L2";
    static constexpr auto arguments() { return takes(ctnn::l2, &regularizers::l2::l2); }
    constexpr regularizer make() const { return {regularizer_kind::l1_l2, 0, l2}; }
};
/// l1 sum |w| + l2 sum w^2                                                                      keras.regularizers.L1L2
struct l1_l2 {
    double l1 = 0, l2 = 0;
    static constexpr std::string_view keras_name = "L1L2";
    static constexpr auto arguments() { return takes(ctnn::l1, &l1_l2::l1, ctnn::l2, &l1_l2::l2); }
    constexpr regularizer make() const { return {regularizer_kind::l1_l2, l1, l2}; }
};
/// factor times the mean of |cosine| over all pairs of rows (mode = "columns"_s: columns)
/// of a weight (rows, columns)                                                 keras.regularizers.OrthogonalRegularizer
struct orthogonal_regularizer {
    double factor = 0.01;
    orthogonal_mode mode = orthogonal_mode::rows;
    static constexpr std::string_view keras_name = "OrthogonalRegularizer";
    static constexpr auto arguments() {
        return takes(ctnn::factor, &orthogonal_regularizer::factor, ctnn::mode, &orthogonal_regularizer::mode);
    }
    constexpr regularizer make() const { return {regularizer_kind::orthogonal, 0, 0, factor, mode}; }
};

} // namespace regularizers

inline constexpr detail::value_factory<regularizer, regularizers::l1> L1{};
inline constexpr detail::value_factory<regularizer, regularizers::l2> L2{};
inline constexpr detail::value_factory<regularizer, regularizers::l1_l2> L1L2{};
inline constexpr detail::value_factory<regularizer, regularizers::orthogonal_regularizer> OrthogonalRegularizer{};

} // namespace ctnn

/// What keywords take: the conversion of each argument type into a member's type, strictly (a bool is never a number).
#pragma once
#include "../shape/window.hpp"
#include "keyword.hpp"

namespace ctnn {

/// A short string that owns its characters, for example a layer's name put together in a loop.
struct name_text {
    static constexpr int capacity = 95;
    char chars[capacity + 1] = {};
    int length = 0;
    constexpr name_text() = default;
    constexpr name_text(std::string_view s) {
        for (char c : s)
            if (length < capacity) chars[length++] = c;
    }
    constexpr std::string_view view() const { return {chars, std::size_t(length)}; }
    constexpr operator std::string_view() const { return view(); }
    constexpr bool operator==(const name_text&) const = default;
};

/// Up to three pairs (before, after), one an axis: padding and cropping.
struct pairs {
    static constexpr int no_pairs = 4; ///< as rank: a tuple of shapes that are no pairs
    int rank = 0; ///< 0: one number for all; 1: one (before, after); -n: n symmetric numbers; n: n pairs
    int values[3][2] = {};
    constexpr bool operator==(const pairs&) const = default;
};

enum class data_format_kind : unsigned char { channels_last, channels_first };

inline constexpr constant<padding_kind::valid> valid{};
inline constexpr constant<padding_kind::same> same{};
inline constexpr constant<padding_kind::causal> causal{};
inline constexpr constant<data_format_kind::channels_last> channels_last{};
inline constexpr constant<data_format_kind::channels_first> channels_first{};

/// Keras' names of an enumeration's values, in their order: its string forms, for programs, files and sentences.
template<class E>
inline constexpr std::nullptr_t keras_names = nullptr;
template<>
inline constexpr std::string_view keras_names<padding_kind>[] = {"valid", "same", "causal"};
template<>
inline constexpr std::string_view keras_names<data_format_kind>[] = {"channels_last", "channels_first"};

template<class E>
concept has_keras_names = std::is_enum_v<E> && std::is_array_v<decltype(keras_names<E>)>;

/// The name of a value, "" if it has none.
template<has_keras_names E>
constexpr std::string_view keras_name(E value) {
    return std::size_t(value) < std::size(keras_names<E>) ? keras_names<E>[std::size_t(value)] : std::string_view();
}
/// The value of that name. A type that is no such enumeration may have an overload of its own.
template<has_keras_names E>
constexpr bool find_value(std::string_view s, E& out) {
    for (std::size_t i = 0; i < std::size(keras_names<E>); ++i)
        if (s == keras_names<E>[i]) return out = E(i), true;
    return false;
}

namespace detail {

template<class T>
inline constexpr bool is_whole = std::is_integral_v<T> && !std::is_same_v<T, bool> && !std::is_same_v<T, char>;
template<class T>
struct whole_constant : std::false_type {};
template<class T, T V>
struct whole_constant<hana::integral_constant<T, V>> : std::bool_constant<is_whole<T>> {};
template<class V>
inline constexpr bool is_whole_argument = is_whole<V> || whole_constant<V>::value;

template<class V>
inline constexpr bool is_real_argument = std::is_floating_point_v<V>;
template<auto V>
inline constexpr bool is_real_argument<constant<V>> = std::is_floating_point_v<typename constant<V>::value_type>;

template<class V>
inline constexpr bool is_shape_argument = std::is_same_v<V, extents>;
template<int... D>
inline constexpr bool is_shape_argument<shape_t<D...>> = true;

template<class V>
inline constexpr bool is_text_argument = std::is_convertible_v<V, std::string_view>;

template<class V, class M>
inline constexpr bool is_constant_of = false;
template<auto V, class M>
inline constexpr bool is_constant_of<constant<V>, M> = std::is_same_v<typename constant<V>::value_type, M>;

template<class V>
inline constexpr bool is_shape_tuple = false;
template<class... T>
inline constexpr bool is_shape_tuple<std::tuple<T...>> = sizeof...(T) <= 3 && (is_shape_argument<T> && ...);

template<class M>
concept has_string_form = requires(std::string_view s, M& m) { find_value(s, m); };

/// Any other type: the value itself, a constant of it, or its Keras name as a string.
template<class M>
struct accept {
    template<class V>
    static constexpr bool from = std::is_same_v<V, M> || is_constant_of<V, M> ||
                                 (has_string_form<M> && is_text_argument<V>);

    template<class V>
    static constexpr M make(const V& v) {
        if constexpr (std::is_convertible_v<V, M>)
            return v;
        else {
            M m{};
            find_value(std::string_view(v), m);
            return m;
        }
    }
};

template<>
struct accept<int> {
    template<class V>
    static constexpr bool from = is_whole_argument<V> || std::is_same_v<V, none_t>;
    template<class V>
    static constexpr int make(const V& v) {
        if constexpr (std::is_unsigned_v<V> && sizeof(V) >= sizeof(int))
            return v > 2147483647u ? 2147483647 : static_cast<int>(v); // and what is made of it is said to be too large
        else if constexpr (sizeof(V) > sizeof(int) && std::is_integral_v<V>)
            return bounded(v);
        else
            return static_cast<int>(v);
    }
};

template<>
struct accept<bool> {
    template<class V>
    static constexpr bool from = std::is_same_v<V, bool> || std::is_same_v<V, hana::integral_constant<bool, true>> ||
                                 std::is_same_v<V, hana::integral_constant<bool, false>>;
    template<class V>
    static constexpr bool make(const V& v) {
        return static_cast<bool>(v);
    }
};

template<>
struct accept<float> {
    template<class V>
    static constexpr bool from = is_whole_argument<V> || is_real_argument<V> || std::is_same_v<V, none_t>;
    /// None is no bound at all: infinity (ReLU's max_value).
    template<class V>
    static constexpr float make(const V& v) {
        if constexpr (std::is_same_v<V, none_t>)
            return __builtin_huge_valf();
        else if constexpr (whole_constant<V>::value)
            return static_cast<float>(V::value);
        else
            return static_cast<float>(v);
    }
};

template<>
struct accept<double> {
    template<class V>
    static constexpr bool from = is_whole_argument<V> || is_real_argument<V>;
    template<class V>
    static constexpr double make(const V& v) {
        if constexpr (whole_constant<V>::value)
            return static_cast<double>(V::value);
        else
            return static_cast<double>(v);
    }
};

template<>
struct accept<extents> {
    template<class V>
    static constexpr bool from = is_shape_argument<V> || is_whole_argument<V> || std::is_same_v<V, none_t>;
    /// A number becomes a shape of one axis, None one of no axes.
    template<class V>
    static constexpr extents make(const V& v) {
        if constexpr (std::is_same_v<V, none_t>)
            return extents();
        else if constexpr (is_shape_argument<V>)
            return v;
        else
            return extents(static_cast<int>(v));
    }
};

template<>
struct accept<std::string_view> {
    template<class V>
    static constexpr bool from = is_text_argument<V>;
    template<class V>
    static constexpr std::string_view make(const V& v) {
        return v;
    }
};

template<>
struct accept<pairs> {
    template<class V>
    static constexpr bool from =
        is_whole_argument<V> || is_shape_argument<V> || std::is_same_v<V, pairs> || is_shape_tuple<V>;

    template<class V>
    static constexpr pairs make(const V& v) {
        pairs p;
        if constexpr (std::is_same_v<V, pairs>)
            p = v;
        else if constexpr (is_shape_argument<V>) {
            const extents e = v;
            p.rank = -e.rank;
            for (int i = 0; i < e.rank && i < 3; ++i) p.values[i][0] = p.values[i][1] = e[i];
        } else if constexpr (is_whole_argument<V>)
            p.values[0][0] = p.values[0][1] = static_cast<int>(v);
        else
            std::apply(
                [&](const auto&... pair) {
                    ((p.values[p.rank][0] = extents(pair)[0], p.values[p.rank][1] = extents(pair)[1], ++p.rank), ...);
                    if (!((extents(pair).rank == 2) && ...)) p.rank = pairs::no_pairs;
                },
                v);
        return p;
    }
};

} // namespace detail
} // namespace ctnn

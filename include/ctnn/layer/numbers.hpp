/// One number or a list of them as an argument: mean = 0.5_c, mean = tuple(0.4_c, 0.5_c, 0.6_c).
#pragma once
#include "../dsl/values.hpp"
#include "../op/concat.hpp"
#include "../op/parameter.hpp"

namespace ctnn {

struct numbers {
    static constexpr int capacity = 64;
    static constexpr std::string_view expected = "a number or a tuple of at most 64 numbers, for example tuple(0.5_c, 1_c)";
    int rank = -1; ///< -1: none given; 0: one number; 1: a list of n
    int n = 0;
    float values[capacity] = {};

    constexpr numbers() = default;
    constexpr explicit numbers(float v) : rank(0), n(1) { values[0] = v; }
    constexpr bool given() const { return rank >= 0; }
    constexpr bool operator==(const numbers&) const = default;
};

namespace detail {

template<class V>
inline constexpr bool is_number_argument = is_whole_argument<V> || is_real_argument<V>;
template<class V>
inline constexpr bool is_number_tuple = false;
template<class... V>
inline constexpr bool is_number_tuple<std::tuple<V...>> =
    (is_number_argument<V> && ...) && sizeof...(V) > 0 && sizeof...(V) <= numbers::capacity;

template<>
struct accept<numbers> {
    template<class V>
    static constexpr bool from =
        is_number_argument<V> || is_number_tuple<V> || std::is_same_v<V, numbers> || std::is_same_v<V, none_t>;

    template<class V>
    static constexpr numbers make(const V& v) {
        if constexpr (std::is_same_v<V, numbers>)
            return v;
        else if constexpr (std::is_same_v<V, none_t>)
            return numbers();
        else if constexpr (is_number_tuple<V>) {
            numbers all;
            all.rank = 1;
            std::apply([&](const auto&... x) { ((all.values[all.n++] = accept<float>::make(x)), ...); }, v);
            return all;
        } else
            return numbers(accept<float>::make(v));
    }
};

/// The numbers as a value (n); one number as (1).
constexpr ops::value constant_of(ops::builder& to, const numbers& v) {
    ops::value parts[numbers::capacity];
    int count = 0;
    for (int i = 0; i < v.n;) { // equal neighbours are one constant
        int end = i + 1;
        while (end < v.n && v.values[end] == v.values[i]) ++end;
        parts[count++] = ops::fill(to, extents(end - i), v.values[i]);
        i = end;
    }
    return ops::concat(parts, count, 0);
}

} // namespace detail
} // namespace ctnn

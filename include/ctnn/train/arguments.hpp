/// Kinds of arguments that training's classes take: a number that may be None, lists of numbers and of words.
#pragma once
#include "../dsl/values.hpp"
#include <array>

namespace ctnn {

/// A number, or None: weight_decay, clipnorm.
struct number_or_none {
    static constexpr std::string_view expected = "a number or None, for example 0.5_c";
    double value = 0;
    bool given = false;

    constexpr number_or_none() = default;
    constexpr number_or_none(double value) : value(value), given(true) {}
    constexpr bool operator==(const number_or_none&) const = default;
};

/// A list of numbers: tuple(0.5_c, 0.1_c), tuple(10, 20), or a std::array.
struct number_list {
    static constexpr int capacity = 16;
    static constexpr std::string_view expected = "a tuple of at most 16 numbers, for example tuple(0.1_c, 0.01_c)";
    int size = 0;
    double values[capacity] = {};
    constexpr double operator[](int i) const { return values[i]; }
    constexpr bool operator==(const number_list&) const = default;
};

/// Words to look for in names, as Keras writes such a pattern: "bias|gamma".
struct word_list {
    static constexpr std::string_view expected =
        "a string or a tuple of strings, for example tuple(\"bias\"_s, \"gamma\"_s)";
    static constexpr int capacity = 127;
    char chars[capacity + 1] = {};
    int length = 0;
    bool overflow = false;

    constexpr std::string_view view() const { return {chars, std::size_t(length)}; }
    constexpr bool empty() const { return length == 0; }
    constexpr void add(std::string_view word) {
        if (word.empty()) return;
        if (length + 1 + int(word.size()) > capacity) {
            overflow = true;
            return;
        }
        if (length > 0) chars[length++] = '|';
        for (char c : word) chars[length++] = c;
    }
    /// Whether one of the words is a part of the name.
    constexpr bool match(std::string_view name) const {
        std::string_view rest = view();
        while (!rest.empty()) {
            const std::size_t end = rest.find('|');
            if (name.find(rest.substr(0, end)) != name.npos) return true;
            rest = end == rest.npos ? std::string_view() : rest.substr(end + 1);
        }
        return false;
    }
    constexpr bool operator==(const word_list&) const = default;
};

namespace detail {

template<>
struct accept<number_or_none> {
    template<class V>
    static constexpr bool from =
        accept<double>::from<V> || std::is_same_v<V, none_t> || std::is_same_v<V, number_or_none>;
    template<class V>
    static constexpr number_or_none make(const V& v) {
        if constexpr (std::is_same_v<V, none_t>)
            return {};
        else if constexpr (std::is_same_v<V, number_or_none>)
            return v;
        else
            return accept<double>::make(v);
    }
};

template<class V>
inline constexpr int tuple_length = -1;
template<class... T>
inline constexpr int tuple_length<std::tuple<T...>> = int(sizeof...(T));
template<class T, std::size_t N>
inline constexpr int tuple_length<std::array<T, N>> = int(N);

template<class V>
inline constexpr bool is_tuple_of_numbers = false;
template<class... T>
inline constexpr bool is_tuple_of_numbers<std::tuple<T...>> = (accept<double>::from<T> && ...);
template<class T, std::size_t N>
inline constexpr bool is_tuple_of_numbers<std::array<T, N>> = accept<double>::from<T>;

template<>
struct accept<number_list> {
    template<class V>
    static constexpr bool
        from = (is_tuple_of_numbers<V> && tuple_length<V> <= number_list::capacity) || std::is_same_v<V, number_list>;
    template<class V>
    static constexpr number_list make(const V& v) {
        if constexpr (std::is_same_v<V, number_list>)
            return v;
        else {
            number_list all;
            std::apply([&](const auto&... x) { ((all.values[all.size++] = accept<double>::make(x)), ...); }, v);
            return all;
        }
    }
};

template<class V>
inline constexpr bool is_tuple_of_texts = false;
template<class... T>
inline constexpr bool is_tuple_of_texts<std::tuple<T...>> = (is_text_argument<T> && ...);

template<>
struct accept<word_list> {
    template<class V>
    static constexpr bool from = is_text_argument<V> || is_tuple_of_texts<V> || std::is_same_v<V, none_t>;
    template<class V>
    static constexpr word_list make([[maybe_unused]] const V& v) {
        word_list all;
        if constexpr (is_text_argument<V>)
            all.add(v);
        else if constexpr (is_tuple_of_texts<V>)
            std::apply([&](const auto&... x) { (all.add(x), ...); }, v);
        return all;
    }
};

} // namespace detail
} // namespace ctnn

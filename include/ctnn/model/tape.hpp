/// What one constant evaluation hands to the next: numbers and texts in the order in which they were written. Memory from
/// `new` cannot leave an evaluation; an array that is longer than what is in it costs nothing.
#pragma once
#include "../op/op.hpp"
#include "../shape/text.hpp"
#include <bit>
#include <string_view>

namespace ctnn::detail {

struct tape {
    static constexpr int max_numbers = 1 << 20, max_texts = 1 << 16, max_functions = 1 << 10;
    int numbers[max_numbers] = {};
    const char* texts[max_texts] = {}; // their lengths are among the numbers
    ops::custom_function functions[max_functions] = {};
    int number_count = 0, text_count = 0, function_count = 0;
    bool full = false;
};

/// Rows say what they are made of by one function for both directions: `t.numbers(...)`, `t.text(...)`, ...
struct tape_writer {
    tape& to;

    template<class... T>
    constexpr void numbers(const T&... x) {
        if (to.number_count + int(sizeof...(T)) > tape::max_numbers) {
            to.full = true;
            return;
        }
        int* n = to.numbers + to.number_count;
        ((*n++ = static_cast<int>(x)), ...);
        to.number_count += int(sizeof...(T));
    }
    template<class... T>
    constexpr void sparse(const T&... x) {
        numbers(x...);
    }
    template<class... T>
    constexpr void reals(const T&... x) {
        numbers(std::bit_cast<int>(x)...);
    }
    constexpr void text(const std::string_view& s) {
        if (to.text_count == tape::max_texts) {
            to.full = true;
            return;
        }
        to.texts[to.text_count++] = s.data();
        numbers(s.size());
    }
    constexpr void text(const words& w) { text(std::string_view(w)); }
    constexpr void call(ops::custom_function f) {
        if (to.function_count == tape::max_functions) {
            to.full = true;
            return;
        }
        to.functions[to.function_count++] = f;
    }
};

struct tape_reader {
    const tape& from;
    int number = 0, text_number = 0, function_number = 0;

    template<class... T>
    constexpr void numbers(T&... x) {
        const int* n = from.numbers + number;
        ((x = static_cast<T>(*n++)), ...);
        number += int(sizeof...(T));
    }
    /// Into what is zero: a zero that is never written costs the compiler nothing from then on.
    template<class... T>
    constexpr void sparse(T&... x) {
        const int* n = from.numbers + number;
        ((*n ? void(x = static_cast<T>(*n)) : void(), ++n), ...);
        number += int(sizeof...(T));
    }
    template<class... T>
    constexpr void reals(T&... x) {
        const int* n = from.numbers + number;
        ((*n ? void(x = std::bit_cast<T>(*n)) : void(), ++n), ...);
        number += int(sizeof...(T));
    }
    constexpr void text(std::string_view& s) {
        s = {from.texts[text_number], std::size_t(from.numbers[number])};
        ++text_number, ++number;
    }
    constexpr void call(ops::custom_function& f) { f = from.functions[function_number++]; }
};

} // namespace ctnn::detail

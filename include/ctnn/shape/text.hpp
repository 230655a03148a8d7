/// Sentences: bounded text that is put together in constant expressions, and strings that are template arguments.
#pragma once
#include "compiled_for.hpp"
#include "extents.hpp"
#include <cstddef>
#include <string_view>

namespace ctnn {

/// A string literal as a template argument: keyword<"units">.
template<std::size_t N>
struct fixed_string {
    char chars[N] = {};
    constexpr fixed_string() = default;
    constexpr fixed_string(const char (&s)[N]) {
        for (std::size_t i = 0; i < N; ++i) chars[i] = s[i];
    }
    constexpr std::string_view view() const { return {chars, N - 1}; }
    constexpr bool operator==(const fixed_string&) const = default;
};

/// A string that is not owned. From a literal its length is known without a loop, which counts in constant expressions.
struct words {
    const char* chars = "";
    std::size_t length = 0;
    constexpr words() = default;
    template<std::size_t N>
    constexpr words(const char (&s)[N]) : chars(s), length(N - 1) {}
    constexpr words(std::string_view s) : chars(s.data()), length(s.size()) {}
    constexpr operator std::string_view() const { return {chars, length}; }
};

/// A sentence under construction. What does not fit is dropped and the last characters become "...". Options stays as it
/// is, see compiled_for.
struct text {
    static constexpr int capacity = 511;
    char chars[capacity + 1] = {};
    int length = 0;

    constexpr std::string_view view() const { return {chars, std::size_t(length)}; }
    constexpr bool empty() const { return length == 0; }

    template<unsigned Options = compiled_for>
    constexpr text& operator<<(std::string_view s) {
        for (char c : s) put(c);
        return *this;
    }
    template<unsigned Options = compiled_for>
    constexpr text& operator<<(const char* s) { return *this << std::string_view(s); }
    constexpr text& operator<<(char c) { return put(c), *this; }
    constexpr text& operator<<(bool b) { return *this << (b ? "true" : "false"); }
    template<unsigned Options = compiled_for>
    constexpr text& operator<<(long long v) {
        // the smallest number has no positive counterpart: take the digits from the unsigned value
        unsigned long long u = v < 0 ? 0ull - static_cast<unsigned long long>(v) : static_cast<unsigned long long>(v);
        char digits[20] = {};
        int n = 0;
        do digits[n++] = char('0' + u % 10);
        while (u /= 10);
        if (v < 0) put('-');
        while (n) put(digits[--n]);
        return *this;
    }
    template<unsigned Options = compiled_for>
    constexpr text& operator<<(int v) { return *this << static_cast<long long>(v); }
    template<unsigned Options = compiled_for>
    constexpr text& operator<<(std::size_t v) { return *this << static_cast<long long>(v); }
    /// Numbers as a person writes them: 0.5, 1e-05, 1.5; six decimals at the most.
    template<unsigned Options = compiled_for>
    constexpr text& operator<<(double v) {
        if (v != v) return *this << "nan";
        if (v < 0) return *this << '-' << -v;
        if (v > 9e15) return *this << "inf";
        if (v != 0 && v < 1e-4) {
            int e = 0;
            while (v < 1) v *= 10, ++e;
            return (*this << v) << "e-" << e;
        }
        long long scaled = static_cast<long long>(v * 1e6 + 0.5), whole = scaled / 1000000, part = scaled % 1000000;
        *this << whole;
        if (part) {
            put('.');
            for (long long digit = 100000; part; digit /= 10) put(char('0' + part / digit)), part %= digit;
        }
        return *this;
    }
    /// A shape: (28, 28, 1), an unknown extent is None.
    template<unsigned Options = compiled_for>
    constexpr text& operator<<(const extents& e) {
        put('(');
        for (int i = 0; i < e.rank; ++i) {
            if (i) *this << ", ";
            if (e[i] < 0)
                *this << "None";
            else
                *this << e[i];
        }
        put(')');
        return *this;
    }

    // (public: a sentence is a value that other constants are computed from)
    constexpr void put(char c) {
        if (length < capacity)
            chars[length++] = c;
        else
            chars[capacity - 1] = chars[capacity - 2] = chars[capacity - 3] = '.';
    }
};

/// A shape on a stream, as sentences show it: std::cout << net.output_shape prints (10).
template<class Out>
    requires(!std::is_same_v<Out, text>) && requires(Out& out, std::string_view s) { out << s << s; }
Out& operator<<(Out& out, const extents& e) {
    text t;
    t << e;
    out << t.view();
    return out;
}
template<class Out, int... D>
    requires(!std::is_same_v<Out, text>) && requires(Out& out, std::string_view s) { out << s << s; }
Out& operator<<(Out& out, shape_t<D...> s) {
    return out << extents(s);
}

} // namespace ctnn

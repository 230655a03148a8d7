/// Numbers and strings that are types: 4_c, 0.5_c, -1_c, "name"_s, true_c.
#pragma once
#include "../shape/mistake.hpp"
#include "../shape/text.hpp"
#include <boost/hana/bool.hpp>
#include <boost/hana/integral_constant.hpp>
#include <boost/hana/negate.hpp>
#include <string_view>
#include <tuple>
#include <type_traits>

namespace ctnn {

namespace hana = boost::hana;

/// A value as a type; `same`, `relu` and 0.5_c are of this kind.
template<auto V>
struct constant {
    using value_type = std::remove_const_t<decltype(V)>;
    static constexpr value_type value = V;
    constexpr operator value_type() const { return V; }
    constexpr auto operator-() const
        requires std::is_floating_point_v<value_type>
    {
        return constant<-V>{};
    }
};

/// A string as a type: "digits"_s.
template<fixed_string S>
struct string_constant {
    static constexpr std::string_view value = S.view();
    constexpr operator std::string_view() const { return value; }
};

using hana::false_c;
using hana::true_c;

namespace detail {

struct number {
    bool whole = true;
    long long integer = 0;
    double real = 0;
};

template<char... C>
constexpr number parse_number() {
    const char digits[] = {C..., '\0'};
    number r;
    int base = 10, i = 0;
    if (digits[0] == '0' && (digits[1] == 'x' || digits[1] == 'X')) base = 16, i = 2;
    if (digits[0] == '0' && (digits[1] == 'b' || digits[1] == 'B')) base = 2, i = 2;
    long double mantissa = 0;
    int exponent = 0;
    bool fraction = false;
    for (; digits[i]; ++i) {
        const char c = digits[i];
        if (c == '\'') continue;
        if (c == '.') {
            r.whole = false, fraction = true;
            continue;
        }
        if (base == 10 && (c == 'e' || c == 'E')) {
            r.whole = false;
            int sign = 1, e = 0;
            if (digits[i + 1] == '-' || digits[i + 1] == '+') sign = digits[++i] == '-' ? -1 : 1;
            for (++i; digits[i]; ++i) e = e * 10 + (digits[i] - '0');
            exponent += sign * e;
            break;
        }
        const int digit = c >= 'a' ? c - 'a' + 10 : c >= 'A' ? c - 'A' + 10 : c - '0';
        mantissa = mantissa * base + digit;
        r.integer = r.integer * base + digit;
        exponent -= fraction;
    }
    long double scale = 1;
    for (int e = exponent < 0 ? -exponent : exponent; e > 0; --e) scale *= 10;
    r.real = double(exponent < 0 ? mantissa / scale : mantissa * scale);
    return r;
}

template<char... C>
inline constexpr number parsed = parse_number<C...>();

/// What is wrong with a literal: it would be another number than it looks like. Empty if nothing is.
template<char... C>
struct literal_mistake {
    static constexpr text value = [] {
        text t;
        constexpr char digits[] = {C..., '\0', '\0'};
        const bool hexadecimal = digits[0] == '0' && (digits[1] == 'x' || digits[1] == 'X');
        bool fraction = false;
        for (char c : digits) fraction = fraction || c == '.' || c == 'p' || c == 'P';
        if (hexadecimal && fraction)
            t << "_c: takes no hexadecimal fraction, got ";
        else if (digits[0] == '0' && digits[1] >= '0' && digits[1] <= '9' && parsed<C...>.whole)
            t << "_c: a whole number has no leading 0, got ";
        else if (parsed<C...>.whole && (parsed<C...>.real > 2147483647))
            t << "_c: whole numbers go up to 2147483647, got ";
        if (!t.empty()) ((t << C), ...);
        return t;
    }();
};

} // namespace detail

namespace literals {

/// 4_c is Hana's integral_constant<int, 4>, 0.5_c a floating constant.
template<char... C>
constexpr auto operator""_c() {
    if constexpr (!detail::literal_mistake<C...>::value.empty()) {
        CTNN_SAY_ALWAYS(detail::literal_mistake<C...>::value);
        return hana::integral_constant<int, 1>{};
    } else if constexpr (detail::parsed<C...>.whole)
        return hana::integral_constant<int, int(detail::parsed<C...>.integer)>{};
    else
        return constant<detail::parsed<C...>.real>{};
}

template<fixed_string S>
constexpr auto operator""_s() {
    return string_constant<S>{};
}

using hana::false_c;
using hana::true_c;

} // namespace literals

/// Several inputs, outputs or shapes as one value: tuple(a, b). It is a std::tuple.
template<class... T>
constexpr std::tuple<T...> tuple(T... values) {
    return std::tuple<T...>(values...);
}

namespace detail {

/// Whether a value of this type is known from the type alone, as Sequential needs it.
template<class T>
inline constexpr bool is_constant = std::is_empty_v<T> && std::is_default_constructible_v<T>;
template<class... T>
inline constexpr bool is_constant<std::tuple<T...>> = (is_constant<T> && ...);

} // namespace detail
} // namespace ctnn

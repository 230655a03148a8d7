/// A tensor as text, as NumPy's str() writes it: aligned columns, eight decimals at most, long axes shortened.
#pragma once
#include "../shape/bits.hpp"
#include "row.hpp"
#include <algorithm>
#include <cstdio>
#include <cstdlib>
#include <string>
#include <vector>

namespace ctnn {

namespace detail {

using math::is_finite, math::is_nan, math::is_negative;

/// NumPy's rules for one array; its names are those of numpy's arrayprint.
class number_format {
public:
    /// Of all numbers that will be shown.
    template<class T>
    explicit number_format(const std::vector<T>& shown) {
        if constexpr (std::is_floating_point_v<T>)
            look_at(shown);
        else
            for (const T& v : shown) left_ = std::max(left_, plain(v).size());
    }
    template<class T>
    std::string operator()(const T& v) const {
        if constexpr (!std::is_floating_point_v<T>)
            return padded_left(plain(v), left_);
        else if (!is_finite(v))
            return padded_left(special(v), left_ + right_ + 1);
        else if (scientific_) {
            std::string s = digits(v, true);
            const auto e = s.find('e'), dot = s.find('.');
            s.insert(e, precision_ - (e - dot - 1), '0');
            return padded_left(s, left_ + 1 + right_);
        } else {
            std::string s = digits(v, false);
            const auto dot = s.find('.');
            s.append(right_ - (s.size() - dot - 1), ' ');
            return padded_left(s, left_ + 1 + right_);
        }
    }

private:
    std::size_t left_ = 0, right_ = 0, precision_ = 0; // in front of the point, behind it; digits of a fraction
    bool scientific_ = false;

    static std::string padded_left(std::string s, std::size_t width) {
        return s.size() < width ? std::string(width - s.size(), ' ') + s : s;
    }
    template<class T>
    static std::string plain(T v) {
        if constexpr (std::is_same_v<T, bool>)
            return v ? "True" : "False";
        else
            return std::to_string(v);
    }
    template<class T>
    static std::string special(const T& v) {
        return is_nan(v) ? "nan" : is_negative(v) ? "-inf" : "inf";
    }
    /// The fewest digits that only this number has, eight behind the point at most: "0.1", "2.", "1.5e-05".
    template<class T>
    static std::string digits(T v, bool scientific) {
        char s[400];
        int p = 0;
        for (; p < 17; ++p) {
            std::snprintf(s, sizeof s, "%.*e", p, double(v));
            if (T(std::strtod(s, nullptr)) == v) break;
        }
        if (scientific) {
            if (p > 8) p = 8, std::snprintf(s, sizeof s, "%.8e", double(v));
            std::string text = s;
            const auto e = text.find('e');
            std::string head = text.substr(0, e);
            if (head.find('.') == head.npos) head += '.';
            while (head.back() == '0') head.pop_back();
            return head + text.substr(e);
        }
        const int exponent = std::atoi(std::string(s).substr(std::string(s).find('e') + 1).c_str());
        const int behind = p > exponent ? p - exponent : 0;
        std::snprintf(s, sizeof s, "%.*f", behind < 8 ? behind : 8, double(v));
        std::string text = s;
        if (text.find('.') == text.npos) text += '.';
        while (text.back() == '0') text.pop_back();
        return text;
    }
    template<class T>
    void look_at(const std::vector<T>& shown) {
        T most = 0, least = 0;
        bool any = false, finite = false, not_finite = false, minus_infinity = false;
        for (const T& v : shown) {
            if (!is_finite(v)) {
                not_finite = true, minus_infinity |= !is_nan(v) && is_negative(v);
                continue;
            }
            finite = true;
            const T a = v < 0 ? -v : v;
            if (a == 0) continue;
            most = any && most > a ? most : a, least = any && least < a ? least : a;
            any = true;
        }
        scientific_ = any && (most >= T(1e8) || least < T(.0001) || most / least > T(1000));
        std::size_t exponent = 0;
        for (const T& v : shown) {
            if (!is_finite(v)) continue;
            const std::string s = digits(v, scientific_);
            const auto dot = s.find('.'), e = scientific_ ? s.find('e') : s.size();
            left_ = std::max(left_, dot), precision_ = std::max(precision_, e - dot - 1);
            if (scientific_) exponent = std::max(exponent, s.size() - e);
        }
        right_ = finite ? precision_ + exponent : 0;
        if (not_finite) { // their names may be longer than the numbers
            const std::size_t offset = right_ + 1, longest = minus_infinity ? 4 : 3;
            if (longest > offset) left_ = std::max(left_, longest - offset);
        }
    }
};

template<class T, int... D>
class tensor_text {
    static constexpr int rank = int(sizeof...(D));
    static constexpr int dims[] = {D..., 0};
    static constexpr bool summarize = shape_t<D...>::size() > 1000;
    static constexpr int edge = 3;
    static constexpr std::size_t line_width = 75;
    const T* x_;
    std::vector<T> shown_;

    static constexpr bool cut(int axis) { return summarize && dims[axis] > 2 * edge; }
    static constexpr std::size_t step(int axis) {
        std::size_t n = 1;
        for (int i = axis + 1; i < rank; ++i) n *= std::size_t(dims[i]);
        return n;
    }
    void collect(const T* x, int axis) {
        if (axis == rank) return shown_.push_back(*x);
        for (int i = 0; i < dims[axis]; ++i) {
            if (cut(axis) && i == edge) i = dims[axis] - edge;
            collect(x + std::size_t(i) * step(axis), axis + 1);
        }
    }
    std::string row(const T* x, const number_format& format, const std::string& indent, std::size_t width) const {
        std::string s, line = indent;
        const auto put = [&](const std::string& word) {
            if (line.size() + word.size() > width && line.size() > indent.size()) {
                while (!line.empty() && line.back() == ' ') line.pop_back();
                s += line + '\n', line = indent;
            }
            line += word;
        };
        for (int i = 0; i < dims[rank - 1]; ++i) {
            if (i) line += ' ';
            if (cut(rank - 1) && i == edge) put("..."), line += ' ', i = dims[rank - 1] - edge;
            put(format(x[i]));
        }
        return '[' + (s + line).substr(indent.size()) + ']';
    }
    std::string part(const T* x, int axis, const number_format& format, const std::string& indent,
                     std::size_t width) const {
        if (axis == rank - 1) return row(x, format, indent + ' ', width - 1);
        std::string s = "[";
        const std::string inner = indent + ' ', next = std::string(std::size_t(rank - axis - 1), '\n') + inner;
        for (int i = 0; i < dims[axis]; ++i) {
            if (i) s += next;
            if (cut(axis) && i == edge) s += "..." + next, i = dims[axis] - edge;
            s += part(x + std::size_t(i) * step(axis), axis + 1, format, inner, width - 1);
        }
        return s + ']';
    }

public:
    explicit tensor_text(const T* x) : x_(x) {}
    std::string text() {
        if (shape_t<D...>::size() == 0) return "[]";
        collect(x_, 0);
        const number_format format(shown_);
        if constexpr (rank == 0) {
            std::string s = format(*x_);
            return s.back() == '.' ? s + '0' : s;
        } else
            return part(x_, 0, format, "", line_width);
    }
};

} // namespace detail

/// What NumPy's str(x) is.
template<class T, int... D>
std::string to_string(const tensor<T, D...>& x) {
    return detail::tensor_text<T, D...>(x.data()).text();
}
template<class T, int... D>
std::string to_string(const tensor_row<T, D...>& x) {
    return detail::tensor_text<std::remove_const_t<T>, D...>(x.data()).text();
}

/// std::cout << x; any stream that takes a std::string.
template<class Out, class T, int... D>
    requires requires(Out& out, const std::string& s) { out << s; }
Out& operator<<(Out& out, const tensor<T, D...>& x) {
    out << to_string(x);
    return out;
}
template<class Out, class T, int... D>
    requires requires(Out& out, const std::string& s) { out << s; }
Out& operator<<(Out& out, const tensor_row<T, D...>& x) {
    out << to_string(x);
    return out;
}

} // namespace ctnn

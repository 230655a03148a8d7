/// Numbers as Python writes them: repr(0.1), "{epoch:02d}-{val_loss:.2f}".format(...).
#pragma once
#include "../shape/bits.hpp"
#include "logs.hpp"
#include <charconv>
#include <cstdio>
#include <cstdlib>
#include <string>

namespace ctnn::detail {

/// "%.4f" and its like; NaN without a sign, as Python.
template<unsigned Options = compiled_for>
std::string printed(char type, int precision, double v, bool alternative = false) {
    const bool upper = type == 'E' || type == 'G' || type == 'F';
    if (math::is_nan(v)) return upper ? "NAN" : "nan";
    if (math::is_infinite(v)) return math::is_negative(v) ? upper ? "-INF" : "-inf" : upper ? "INF" : "inf";
    const char format[] = {'%', alternative ? '#' : '-', '.', '*', type, '\0'};
    char few[64];
    const int n = std::snprintf(few, sizeof few, format, precision, v);
    if (n < int(sizeof few)) return std::string(few, std::size_t(n));
    std::string many(std::size_t(n) + 1, '\0');
    std::snprintf(many.data(), many.size(), format, precision, v);
    many.pop_back();
    return many;
}

/// repr(v): the fewest digits that give v again.
template<unsigned Options = compiled_for>
std::string python_repr(double v) {
    if (!math::is_finite(v)) return printed('f', 0, v);
    char buffer[32];
    const auto end = std::to_chars(buffer, buffer + sizeof buffer, v, std::chars_format::scientific).ptr;
    const std::string_view all(buffer, std::size_t(end - buffer));
    const auto e = all.find('e');
    int exponent = 0;
    for (char c : all.substr(e + 2)) exponent = exponent * 10 + (c - '0');
    if (all[e + 1] == '-') exponent = -exponent;
    if (exponent < -4 || exponent >= 16) return std::string(all); // to_chars writes 1e-05 as Python does
    std::string digits;
    for (char c : all.substr(0, e))
        if (c >= '0' && c <= '9') digits += c;
    if (exponent < 0)
        digits.insert(0, std::size_t(-exponent), '0').insert(1, ".");
    else {
        if (int(digits.size()) < exponent + 2) digits.resize(std::size_t(exponent) + 2, '0');
        digits.insert(std::size_t(exponent) + 1, ".");
    }
    return all[0] == '-' ? '-' + digits : digits;
}

/// Writes or appends ("wb", "ab") a text to a file; false when that fails.
template<unsigned Options = compiled_for>
bool write_text(std::string_view path, std::string_view s, const char* how) {
    std::FILE* file = std::fopen(std::string(path).c_str(), how);
    if (!file) return false;
    const bool written = std::fwrite(s.data(), 1, s.size(), file) == s.size();
    return std::fclose(file) == 0 && written;
}

/// Python's format specification: [[fill]align][sign][#][0][width][,][.precision][type].
struct format_spec {
    char fill = ' ', align = '\0', sign = '-', type = '\0';
    int width = 0, precision = -1;
    bool comma = false, alternative = false, valid = true;

    template<unsigned Options = compiled_for>
    static format_spec parse(std::string_view s) {
        constexpr std::string_view aligns = "<>=^";
        format_spec f;
        std::size_t i = 0;
        const auto at = [&](std::size_t k) { return k < s.size() ? s[k] : '\0'; };
        const auto is = [&](char c, std::string_view set) { return c && set.find(c) != set.npos; };
        const auto number = [&] {
            int n = 0;
            for (; is(at(i), "0123456789") && n < 100000; ++i) n = n * 10 + (s[i] - '0');
            return n;
        };
        if (is(at(1), aligns))
            f.fill = s[0], f.align = s[1], i = 2;
        else if (is(at(0), aligns))
            f.align = s[0], i = 1;
        if (is(at(i), "+- ")) f.sign = s[i++];
        if (at(i) == '#') f.alternative = true, ++i;
        if (at(i) == '0') {
            ++i;
            if (!f.align) f.fill = '0', f.align = '=';
        }
        f.width = number();
        if (at(i) == ',') f.comma = true, ++i;
        if (at(i) == '.') {
            ++i;
            f.valid = is(at(i), "0123456789");
            f.precision = number();
        }
        if (i < s.size()) f.type = s[i++];
        f.valid = f.valid && i == s.size() && f.width < 1000 && f.precision < 1000;
        return f;
    }
};

/// format(v, spec); `whole`: v is an int of Python's. Empty when Python would refuse the specification.
template<unsigned Options = compiled_for>
std::string python_format(double v, bool whole, std::string_view spec) {
    const auto f = format_spec::parse(spec);
    const bool known = f.type == '\0' || std::string_view("dfFeEgG%").find(f.type) != std::string_view::npos;
    if (!f.valid || !known || (f.type == 'd' && !whole)) return "";
    std::string s;
    const int precision = f.precision < 0 ? 6 : f.precision;
    if (whole && (f.type == '\0' || f.type == 'd')) {
        if (f.precision >= 0) return "";
        s = printed('f', 0, v);
    } else if (f.type == '%')
        s = printed('f', precision, v * 100) + '%';
    else if (f.type != '\0')
        s = printed(f.type, precision, v, f.alternative);
    else if (f.precision < 0)
        s = python_repr(v);
    else { // as 'g', with a digit behind the point
        s = printed('e', precision > 0 ? precision - 1 : 0, v);
        const auto e = s.find('e');
        if (e == s.npos) {
        } else if (const int exponent = std::atoi(s.c_str() + e + 1); exponent < -4 || exponent >= precision - 1) {
            auto digits = s.substr(0, e);
            if (digits.find('.') != digits.npos) {
                digits.erase(digits.find_last_not_of('0') + 1);
                if (digits.back() == '.') digits.pop_back();
            }
            s = digits + s.substr(e);
        } else {
            s = printed('g', precision, v);
            if (s.find('.') == s.npos) s += ".0";
        }
    }
    if (f.sign != '-' && s[0] != '-') s.insert(0, 1, f.sign);
    if (f.comma) {
        auto first = s.find_first_of("0123456789"), end = s.find_first_not_of("0123456789", first);
        for (auto k = end == s.npos ? s.size() : end; k > first + 3;) s.insert(k -= 3, ",");
    }
    if (int(s.size()) < f.width) {
        const auto missing = std::size_t(f.width) - s.size();
        const bool has_sign = s[0] == '-' || s[0] == '+' || s[0] == ' ';
        const char align = f.align ? f.align : '>';
        if (align == '<')
            s.append(missing, f.fill);
        else if (align == '^')
            s.insert(0, missing / 2, f.fill).append(missing - missing / 2, f.fill);
        else
            s.insert(align == '=' && has_sign ? 1 : 0, missing, f.fill);
    }
    return s;
}

/// A text with the numbers in its placeholders: "{epoch:02d}-{val_loss:.2f}.keras". {{ and }} are braces. `who` begins
/// the error's sentence; batch < 0: there is none.
template<unsigned Options = compiled_for>
std::string fill_placeholders(std::string_view pattern, int epoch, int batch, const logs& l, std::string_view who) {
    std::string out;
    const auto refuse = [&](std::string_view why, std::string_view what) {
        text t;
        t << who << ": '" << pattern << "' cannot be filled in: " << why << what << "; there are epoch";
        if (batch >= 0) t << ", batch";
        for (const auto& e : l) t << ", " << std::string_view(e.first);
        t << "; hint: {epoch:02d}-{loss:.2f}";
        fail(t);
    };
    for (std::size_t i = 0; i < pattern.size(); ++i) {
        const char c = pattern[i];
        if ((c == '{' || c == '}') && i + 1 < pattern.size() && pattern[i + 1] == c) {
            out += c, ++i;
            continue;
        }
        if (c == '}') refuse("a '}' is alone", "");
        if (c != '{') {
            out += c;
            continue;
        }
        const auto end = pattern.find('}', i);
        if (end == pattern.npos) refuse("a '{' is never closed", "");
        const auto inside = pattern.substr(i + 1, end - i - 1), name = inside.substr(0, inside.find(':'));
        const auto spec = name.size() < inside.size() ? inside.substr(name.size() + 1) : std::string_view();
        const double* found = l.find(name);
        const bool whole = !found && (name == "epoch" || (name == "batch" && batch >= 0));
        if (!whole && !found) refuse("there is no ", name);
        const auto number = python_format(whole ? name == "epoch" ? epoch : batch : *found, whole, spec);
        if (number.empty()) refuse("Python has no such format: ", inside);
        out += number;
        i = end;
    }
    return out;
}

} // namespace ctnn::detail

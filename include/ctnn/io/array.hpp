/// A number array as files hold it: the type, the shape, the bytes.
#pragma once
#include "../shape/bits.hpp"
#include "cursor.hpp"
#include <algorithm>
#include <array>
#include <cmath>
#include <functional>
#include <limits>
#include <type_traits>
#include <utility>
#include <vector>

namespace ctnn::io {

/// Number types of the file formats; the digit is the size in bytes, as in numpy. bf2 is bfloat16.
enum class dtype : unsigned char { f2, f4, f8, bf2, i1, i2, i4, i8, u1, u2, u4, u8, boolean };

constexpr std::size_t size_of(dtype type) {
    switch (type) {
    case dtype::i1:
    case dtype::u1:
    case dtype::boolean:
        return 1;
    case dtype::f2:
    case dtype::bf2:
    case dtype::i2:
    case dtype::u2:
        return 2;
    case dtype::f4:
    case dtype::i4:
    case dtype::u4:
        return 4;
    default:
        return 8;
    }
}

/// numpy's name of the type.
constexpr std::string_view name_of(dtype type) {
    constexpr std::array<std::string_view, 13> names = {"float16", "float32", "float64", "bfloat16", "int8",
                                                        "int16",   "int32",   "int64",   "uint8",    "uint16",
                                                        "uint32",  "uint64",  "bool"};
    return names[static_cast<std::size_t>(type)];
}

template<class T>
concept number = std::is_same_v<T, float> || std::is_same_v<T, double> || std::is_same_v<T, bool> ||
    (std::is_integral_v<T> && !std::is_same_v<T, char> && sizeof(T) <= 8);

template<number T>
constexpr dtype dtype_of() {
    if constexpr (std::is_same_v<T, bool>)
        return dtype::boolean;
    else if constexpr (std::is_floating_point_v<T>)
        return sizeof(T) == 4 ? dtype::f4 : dtype::f8;
    else {
        constexpr auto first = static_cast<int>(std::is_signed_v<T> ? dtype::i1 : dtype::u1);
        return static_cast<dtype>(first + std::countr_zero(sizeof(T)));
    }
}

namespace detail {

constexpr float half_to_float(std::uint16_t h) {
    const std::uint32_t sign = std::uint32_t(h & 0x8000u) << 16, exponent = (h >> 10) & 31u, mantissa = h & 0x3ffu;
    if (exponent == 0) {
        const float magnitude = static_cast<float>(mantissa) * 0x1p-24f;
        return sign ? -magnitude : magnitude;
    }
    const std::uint32_t wide = exponent == 31 ? 255u : exponent + 112u;
    return std::bit_cast<float>(sign | (wide << 23) | (mantissa << 13));
}
constexpr float bfloat_to_float(std::uint16_t b) { return std::bit_cast<float>(std::uint32_t(b) << 16); }

/// The number of elements, or the largest number if there are more.
inline std::uint64_t element_count(std::span<const std::size_t> shape) {
    std::uint64_t n = 1;
    for (auto d : shape)
        if (d == 0) return 0;
    for (auto d : shape) n = saturating_product(n, d);
    return n;
}

/// Big-endian elements into the machine's order, and back.
inline void swap_bytes(std::vector<std::byte>& bytes, std::size_t width) {
    for (std::size_t i = 0; width > 1 && i + width <= bytes.size(); i += width)
        std::reverse(bytes.begin() + std::ptrdiff_t(i), bytes.begin() + std::ptrdiff_t(i + width));
}

using math::is_finite, math::is_nan;

/// Stores v as To if To holds exactly this number (a NaN stays a NaN).
template<class To, class From>
bool survives(const From& v, To& to) {
    if constexpr (std::is_same_v<To, From>) {
        to = v;
        return true;
    } else if constexpr (std::is_floating_point_v<To> && std::is_floating_point_v<From>) {
        // a finite number outside float's range may not even be cast
        if (is_finite(v) && std::abs(v) > static_cast<From>(std::numeric_limits<To>::max())) return false;
        to = static_cast<To>(v);
        return is_nan(v) || static_cast<From>(to) == v;
    } else if constexpr (std::is_floating_point_v<To>) {
        const auto wide = static_cast<std::uint64_t>(v);
        std::uint64_t magnitude = wide;
        if constexpr (std::is_signed_v<From>) magnitude = v < 0 ? 0 - wide : wide;
        to = static_cast<To>(v);
        const int digits = magnitude ? 64 - std::countl_zero(magnitude) - std::countr_zero(magnitude) : 0;
        return digits <= std::numeric_limits<To>::digits;
    } else if constexpr (std::is_floating_point_v<From>) {
        // both bounds are powers of two, so From has them exactly
        constexpr auto below = static_cast<From>(std::numeric_limits<To>::min());
        const From above = std::ldexp(From{1}, std::numeric_limits<To>::digits);
        if (!is_finite(v) || !(v >= below && v < above) || std::trunc(v) != v) return false;
        to = static_cast<To>(v);
        return true;
    } else {
        if (!std::in_range<To>(v)) return false;
        to = static_cast<To>(v);
        return true;
    }
}

} // namespace detail

/// An array of any rank, row-major, in the machine's byte order: bytes.size() == size() * size_of(type).
struct array {
    dtype type = dtype::f4;
    std::vector<std::size_t> shape;
    std::vector<std::byte> bytes;

    std::size_t size() const { return bytes.size() / size_of(type); }
    bool operator==(const array&) const = default;

    /// The numbers as T, as float32 or int32. Nothing is rounded: the first element that the type cannot hold is an error
    /// that starts with `from` (the file, and which array of it).
    template<number T>
    std::vector<T> as(std::string_view from = "array") const {
        return converted<T>(from);
    }
    std::vector<float> as_float(std::string_view from = "array") const { return converted<float>(from); }
    std::vector<std::int32_t> as_int32(std::string_view from = "array") const { return converted<std::int32_t>(from); }

    /// A copy of numbers in memory, (shape). Throws std::invalid_argument when the shape has another size.
    template<number T>
    static array of(std::vector<std::size_t> shape, std::span<const T> values) {
        if (detail::element_count(shape) != values.size())
            throw std::invalid_argument(detail::join("io::array: shape ", detail::shape_text(shape), " does not have ",
                                                     detail::counted(values.size(), "element")));
        const auto bytes = std::as_bytes(values);
        return {dtype_of<T>(), std::move(shape), {bytes.begin(), bytes.end()}};
    }

    /// The index of an element, "(0, 2)", from its position in memory.
    std::string index_text(std::size_t position) const {
        std::vector<std::size_t> index(shape.size());
        for (std::size_t i = shape.size(); i-- > 0; position /= shape[i]) index[i] = position % shape[i];
        return detail::shape_text(index);
    }

private:
    template<class To>
    std::vector<To> converted(std::string_view from) const {
        switch (type) {
        case dtype::f2:
            return from_each<To, std::uint16_t>(from, detail::half_to_float);
        case dtype::bf2:
            return from_each<To, std::uint16_t>(from, detail::bfloat_to_float);
        case dtype::f4:
            return from_each<To, float>(from);
        case dtype::f8:
            return from_each<To, double>(from);
        case dtype::i1:
            return from_each<To, std::int8_t>(from);
        case dtype::i2:
            return from_each<To, std::int16_t>(from);
        case dtype::i4:
            return from_each<To, std::int32_t>(from);
        case dtype::i8:
            return from_each<To, std::int64_t>(from);
        case dtype::u1:
            return from_each<To, std::uint8_t>(from);
        case dtype::u2:
            return from_each<To, std::uint16_t>(from);
        case dtype::u4:
            return from_each<To, std::uint32_t>(from);
        case dtype::u8:
            return from_each<To, std::uint64_t>(from);
        case dtype::boolean:
            break;
        }
        // numpy takes every byte but 0 for true
        return from_each<To, std::uint8_t>(from, [](std::uint8_t b) { return std::uint8_t(b != 0); });
    }
    template<class To, class Stored, class Decode = std::identity>
    std::vector<To> from_each(std::string_view from, Decode decode = {}) const {
        std::vector<To> values(size());
        for (std::size_t i = 0; i < values.size(); ++i) {
            Stored stored;
            std::memcpy(&stored, bytes.data() + i * sizeof(Stored), sizeof(Stored));
            if (const auto v = decode(stored); !detail::survives(v, values[i])) refuse(from, i, +v, name<To>());
        }
        return values;
    }
    template<class To>
    static constexpr std::string_view name() {
        return name_of(dtype_of<To>());
    }
    template<class V>
    [[noreturn]] void refuse(std::string_view from, std::size_t i, V v, std::string_view to) const {
        std::ostringstream digits;
        digits.precision(std::numeric_limits<V>::max_digits10);
        digits << v;
        throw file_error(from,
                         detail::join("element ", index_text(i), " is ", digits.str(), " (", name_of(type), "), which ",
                                      to, " cannot hold exactly"),
                         detail::join("convert it where it was made, with numpy .astype('", to, "')"));
    }
};

struct named_array {
    std::string name;
    array values;
    bool operator==(const named_array&) const = default;
};

} // namespace ctnn::io

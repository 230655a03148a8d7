/// bfloat16: the upper half of a float, and words that hold two of them.
#pragma once
#include "../shape/compiled_for.hpp"
#include <cstdint>

namespace ctnn::math {

/// Rounded to the nearest, ties to even: to 2^-8 of its value. NaN stays NaN, a number above the largest becomes
/// infinite.
template<unsigned Options = compiled_for>
constexpr std::uint16_t to_bf16(float x) {
    const auto bits = __builtin_bit_cast(std::uint32_t, x);
    if ((bits & 0x7fff'ffff) > 0x7f80'0000) return std::uint16_t(bits >> 16 | 0x40);
    return std::uint16_t((bits + 0x7fff + (bits >> 16 & 1)) >> 16);
}
template<unsigned Options = compiled_for>
constexpr float from_bf16(std::uint16_t x) {
    return __builtin_bit_cast(float, std::uint32_t(x) << 16);
}

/// A word in the memory of a number.
template<class T>
constexpr T from_word(std::uint32_t word) {
    if constexpr (sizeof(T) == sizeof word)
        return __builtin_bit_cast(T, word);
    else
        return __builtin_bit_cast(T, std::uint64_t(word));
}
template<class T>
constexpr std::uint32_t word_of(T x) {
    if constexpr (sizeof(T) == sizeof(std::uint32_t))
        return __builtin_bit_cast(std::uint32_t, x);
    else
        return std::uint32_t(__builtin_bit_cast(std::uint64_t, x));
}

} // namespace ctnn::math

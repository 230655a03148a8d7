/// What a number is by its bits: -ffast-math takes every number for a finite one, and removes the comparisons that tell.
#pragma once
#include <cstdint>

#ifdef __clang__
#pragma float_control(precise, on, push) // right under -ffast-math; g++ needs no such word, its tests are on bits
#endif

namespace ctnn::math {

constexpr std::uint64_t bits(double x) { return __builtin_bit_cast(std::uint64_t, x); }
constexpr std::uint32_t bits(float x) { return __builtin_bit_cast(std::uint32_t, x); }
constexpr double from_bits(std::uint64_t x) { return __builtin_bit_cast(double, x); }
constexpr float from_bits(std::uint32_t x) { return __builtin_bit_cast(float, x); }

// Every call is two steps of clang's budget for a constant evaluation: these do not call one another. By reference,
// because clang takes a float that is passed by value for a finite one under -ffinite-math-only.
constexpr bool is_nan(const double& x) {
    return __builtin_bit_cast(std::uint64_t, x) << 1 > std::uint64_t(0x7ff) << 53;
}
constexpr bool is_nan(const float& x) { return __builtin_bit_cast(std::uint32_t, x) << 1 > std::uint32_t(0xff) << 24; }
constexpr bool is_infinite(const double& x) {
    return __builtin_bit_cast(std::uint64_t, x) << 1 == std::uint64_t(0x7ff) << 53;
}
constexpr bool is_infinite(const float& x) {
    return __builtin_bit_cast(std::uint32_t, x) << 1 == std::uint32_t(0xff) << 24;
}
constexpr bool is_finite(const double& x) {
    return __builtin_bit_cast(std::uint64_t, x) << 1 < std::uint64_t(0x7ff) << 53;
}
constexpr bool is_finite(const float& x) {
    return __builtin_bit_cast(std::uint32_t, x) << 1 < std::uint32_t(0xff) << 24;
}
/// The sign bit, so also of -0 and of NaN.
constexpr bool is_negative(const double& x) { return __builtin_bit_cast(std::uint64_t, x) >> 63; }
constexpr bool is_negative(const float& x) { return __builtin_bit_cast(std::uint32_t, x) >> 31; }

} // namespace ctnn::math

#ifdef __clang__
#pragma float_control(pop)
#endif

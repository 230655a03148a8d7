/// Arithmetic of metrics that keeps NaN as TensorFlow's does, also under -ffast-math.
#pragma once
#include "../../op/math.hpp"
#include "../../shape/compiled_for.hpp"

#ifdef __clang__
#pragma float_control(precise, on, push)
#endif

namespace ctnn::detail {

inline constexpr float metric_epsilon = 1e-7f;    // Keras' epsilon()
inline constexpr float metric_one = 1.0f - 1e-7f; // 1 - epsilon() as float32 has it

/// a / b, and 0 where b is 0.
template<unsigned Options = compiled_for>
constexpr double divide_no_nan(const double& a, const double& b) {
    return b == 0 ? 0.0 : a / b;
}
template<unsigned Options = compiled_for, class T>
constexpr T maximum(const T& a, const T& b) {
    if (math::is_nan(a)) return a;
    if (math::is_nan(b)) return b;
    return a > b ? a : b;
}
template<unsigned Options = compiled_for, class T>
constexpr T minimum(const T& a, const T& b) {
    if (math::is_nan(a)) return a;
    if (math::is_nan(b)) return b;
    return a < b ? a : b;
}
template<unsigned Options = compiled_for, class T>
constexpr T clip(const T& x, const T& low, const T& high) {
    return math::is_nan(x) ? x : x < low ? low : x > high ? high : x;
}
/// a > b; nothing is greater than NaN, and NaN is greater than nothing.
template<unsigned Options = compiled_for>
constexpr bool greater(const float& a, const float& b) {
    return !math::is_nan(a) && !math::is_nan(b) && a > b;
}
template<unsigned Options = compiled_for>
constexpr bool equal(const float& a, const float& b) {
    return !math::is_nan(a) && !math::is_nan(b) && a == b;
}
/// log(1 + e^x)
template<unsigned Options = compiled_for>
constexpr double softplus(const double& x) {
    if (math::is_nan(x)) return x;
    return (x > 0 ? x : 0.0) + math::log1p(math::exp(x > 0 ? -x : x));
}
template<unsigned Options = compiled_for>
constexpr float sigmoid(const float& x) {
    return math::is_nan(x) ? x : float(1 / (1 + math::exp(-double(x))));
}
/// A class number: the whole part, -1 for what is no class.
template<unsigned Options = compiled_for>
constexpr int class_of(const float& x) {
    if (math::is_nan(x) || x <= -1 || x >= 2147483648.0f) return -1;
    return int(x);
}

} // namespace ctnn::detail

#ifdef __clang__
#pragma float_control(pop)
#endif

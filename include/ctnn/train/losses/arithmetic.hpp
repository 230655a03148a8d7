/// What losses are put together from.
#pragma once
#include "../../op/map.hpp"
#include "../../op/reduce.hpp"
#include "../../op/reshape.hpp"
#include "../../op/zip.hpp"

namespace ctnn::loss_math {

inline constexpr float keras_epsilon = 1e-7f; ///< keras.backend.epsilon()

constexpr ops::value plus(const ops::value& a, const ops::value& b) { return ops::add(a, b); }
constexpr ops::value minus(const ops::value& a, const ops::value& b) { return ops::zip(ops::zip_kind::subtract, a, b); }
constexpr ops::value times(const ops::value& a, const ops::value& b) { return ops::multiply(a, b); }
constexpr ops::value quotient(const ops::value& a, const ops::value& b) {
    return ops::zip(ops::zip_kind::divide, a, b);
}

constexpr ops::value apply(ops::function_kind kind, const ops::value& x) { return ops::map(x, ops::function_of(kind)); }
constexpr ops::value logarithm(const ops::value& x) { return apply(ops::function_kind::log, x); }
constexpr ops::value square(const ops::value& x) { return apply(ops::function_kind::square, x); }
constexpr ops::value magnitude(const ops::value& x) { return apply(ops::function_kind::abs, x); }
constexpr ops::value negative(const ops::value& x) { return apply(ops::function_kind::negate, x); }
/// a x + b
constexpr ops::value affine(const ops::value& x, float a, float b) {
    return a == 1 && b == 0 ? x : ops::map(x, {ops::function_kind::affine, a, b});
}
/// min(max(x, low), high); the gradient passes at the bounds, as TensorFlow's does.
constexpr ops::value clipped(const ops::value& x, float low, float high) {
    return ops::map(x, {ops::function_kind::clip, low, high});
}
constexpr ops::value at_least(const ops::value& x, float low) { return clipped(x, low, math::infinity<float>); }

/// x^a, a > 0. Whole powers up to 8 are products and right for negative x; others are e^(a log x), whose slope at 0 is
/// 0 where a > 1.
constexpr ops::value power(const ops::value& x, float a) {
    const int n = a >= 1 && a <= 8 ? int(a) : 0;
    if (n > 0 && float(n) == a) {
        ops::value y = x;
        for (int bit = n >= 4 ? 4 : n >= 2 ? 2 : 1; bit > 1;) { // n's binary digits, behind the first
            bit /= 2;
            y = square(y);
            if (n & bit) y = times(y, x);
        }
        return n == 8 ? square(y) : y;
    }
    return apply(ops::function_kind::exp, affine(logarithm(a > 1 ? at_least(x, 1e-37f) : x), a, 0));
}

/// The sum or the mean over the axes whose bits are set.
constexpr ops::value reduced(ops::reduce_kind kind, const ops::value& x, unsigned axes, bool keepdims = false) {
    extents out = {};
    std::size_t n = 1;
    for (int i = 0; i < x.shape().rank; ++i) {
        const bool over = axes >> i & 1;
        if (over) n *= std::size_t(x.shape()[i]);
        if (!over || keepdims) out = out.append(over ? 1 : x.shape()[i]);
    }
    return n == 1 ? ops::reshape(x, out) : ops::reduce(kind, x, axes, keepdims);
}
constexpr unsigned last_axis(const ops::value& x) { return 1u << (x.shape().rank - 1); }
constexpr unsigned all_axes(const ops::value& x) { return (1u << x.shape().rank) - 1; }
/// (..., n) -> (...)
constexpr ops::value mean_last(const ops::value& x) { return reduced(ops::reduce_kind::mean, x, last_axis(x)); }
constexpr ops::value sum_last(const ops::value& x) { return reduced(ops::reduce_kind::sum, x, last_axis(x)); }
/// The sum over the axes whose bits are set and over all samples of the batch.
constexpr ops::value sum_of_batch(const ops::value& x, unsigned axes) {
    ops::attributes a = {};
    a.variant = int(ops::reduce_kind::sum), a.axes = axes;
    extents out = {};
    for (int i = 0; i < x.shape().rank; ++i)
        if (!(axes >> i & 1)) out = out.append(x.shape()[i]);
    return ops::detail::emit_across(ops::op_kind::reduce, out, a, x);
}

} // namespace ctnn::loss_math

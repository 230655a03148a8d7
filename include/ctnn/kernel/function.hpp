/// The elementwise functions of a batch, with their parameters as constants: apply<F>(x) is ops::evaluate(F, x) in
/// every lane, to 3e-7 + 6e-7 |y|; infinities and NaN as there, also under -ffast-math. Those that are
/// fast: to 3e-7 + 1e-5 |y|, sigmoid to 5e-6, elu, celu and selu to 1e-5 of the value that they approach.
#pragma once
#include "../op/function.hpp"
#include "../shape/inline.hpp"
#include "fast_math.hpp"

#ifdef __clang__
#pragma float_control(precise, on, push)
#endif

namespace ctnn::simd {

namespace detail {

/// Either order of comparison would do for numbers: these let NaN through.
template<ops::function F, class T>
CTNN_INLINE inline batch<T> relu(batch<T> x) {
    constexpr bool unlimited = math::is_infinite(F.b);
    if constexpr (F.c == 0 && F.a == 0) {
        if constexpr (unlimited)
            return max(0.f, x);
        else
            return min(F.b, max(0.f, x));
    } else if constexpr (F.c == 0 && F.a > 0 && F.a <= 1 && unlimited) {
        return max(x * F.a, x);
    } else {
        const batch<T> above = [&]() CTNN_INLINE {
            if constexpr (unlimited)
                return x;
            else
                return min(F.b, x);
        }();
        if constexpr (F.a == 0)
            return select(x <= F.c, 0.f, above);
        else
            return select(x <= F.c, (x - F.c) * F.a, above);
    }
}

template<class T>
CTNN_INLINE inline batch<T> squareplus(batch<T> x, float b) {
    const batch<T> sum = abs(x) + sqrt(fma(x, x, b));
    // below 0, x + sqrt(x^2 + b) would cancel; Keras gives NaN at -infinity
    const batch<T> y = select(x < 0.f, divide(batch<T>(0.5f * b), sum), sum * 0.5f);
    return select(x < -0x1.fffffep127f, nan<T>(), y);
}

/// What ops::has_fast_form names.
template<ops::function F, class T>
CTNN_INLINE inline batch<T> fast_apply(batch<T> x) {
    using k = ops::function_kind;
    constexpr k kind = F.kind;
    if constexpr (kind == k::tanh)
        return fast::tanh(x);
    else if constexpr (kind == k::sigmoid)
        return fast::sigmoid(x);
    else if constexpr (kind == k::exp)
        return fast::exp(x);
    else if constexpr (kind == k::silu)
        return x * fast::relative_sigmoid(x);
    else if constexpr (kind == k::gelu_tanh) {
        constexpr double twice = 2 * ops::detail::sqrt_2_over_pi, cubic = ops::detail::gelu_cubic;
        return x * fast::relative_sigmoid(x * fma(x * x, float(twice * cubic), float(twice)));
    } else if constexpr (kind == k::softplus)
        return max(0.f, x) + log1p(fast::exp_bounded(-abs(x)));
    else if constexpr (kind == k::log_sigmoid)
        return min(0.f, x) - log1p(fast::exp_bounded(-abs(x)));
    else if constexpr (kind == k::mish) {
        const batch<T> e = fast::exp_bounded(min(40.f, x)), n = e * (e + 2.f);
        return x * quotient(n, n + 2.f);
    } else {
        static_assert(kind == k::elu || kind == k::celu || kind == k::selu);
        constexpr float scale = kind == k::selu ? float(ops::detail::selu_scale) : 1.f;
        constexpr float alpha = kind == k::selu ? float(ops::detail::selu_scale * ops::detail::selu_alpha) : F.a;
        constexpr float in = kind == k::celu ? 1 / F.a : 1.f;
        const batch<T> inside = min(0.f, in == 1 ? x : x * in);
        return select(x > 0.f, scale == 1 ? x : x * scale, (fast::exp_bounded(inside) - 1.f) * alpha);
    }
}

template<ops::function F, class T>
CTNN_INLINE inline batch<T> apply(batch<T> x) {
    using k = ops::function_kind;
    constexpr k kind = F.kind;
    if constexpr (kind == k::identity)
        return x;
    else if constexpr (F.fast)
        return fast_apply<F>(x);
    else if constexpr (kind == k::relu)
        return relu<F>(x);
    else if constexpr (kind == k::elu)
        return select(x > 0.f, x, expm1(x) * F.a);
    else if constexpr (kind == k::celu)
        return select(x > 0.f, x, expm1(x * (1 / F.a)) * F.a);
    else if constexpr (kind == k::selu) {
        constexpr double scale = ops::detail::selu_scale, alpha = ops::detail::selu_alpha;
        return select(x > 0.f, x * float(scale), expm1(x) * float(scale * alpha));
    } else if constexpr (kind == k::gelu)
        return x * normal_cdf(x);
    else if constexpr (kind == k::gelu_tanh) {
        constexpr double twice = 2 * ops::detail::sqrt_2_over_pi, cubic = ops::detail::gelu_cubic;
        return x * sigmoid(x * fma(x * x, float(twice * cubic), float(twice)));
    } else if constexpr (kind == k::sigmoid)
        return sigmoid(x);
    else if constexpr (kind == k::log_sigmoid)
        return min(0.f, x) - log1p(exp_bounded(-abs(x)));
    else if constexpr (kind == k::tanh)
        return tanh(x);
    else if constexpr (kind == k::softplus)
        return max(0.f, x) + log1p(exp_bounded(-abs(x)));
    else if constexpr (kind == k::softsign)
        return divide(x, abs(x) + 1.f);
    else if constexpr (kind == k::exp)
        return exp(x);
    else if constexpr (kind == k::silu)
        return x * sigmoid(x);
    else if constexpr (kind == k::mish) {
        const batch<T> e = exp_bounded(min(40.f, x)), n = e * (e + 2.f); // tanh(softplus(x)) = n / (n + 2)
        return x * quotient(n, n + 2.f);
    } else if constexpr (kind == k::hard_sigmoid)
        return min(1.f, max(0.f, fma(x, F.a, F.b)));
    else if constexpr (kind == k::hard_silu)
        return x * min(1.f, max(0.f, fma(x, 1 / 6.f, 0.5f)));
    else if constexpr (kind == k::clip)
        return min(F.b, max(F.a, x));
    else if constexpr (kind == k::hard_shrink)
        return select(abs(x) <= F.a, 0.f, x);
    else if constexpr (kind == k::soft_shrink)
        return x - min(F.a, max(-F.a, x));
    else if constexpr (kind == k::tanh_shrink)
        return x - tanh(x);
    else if constexpr (kind == k::squareplus)
        return squareplus(x, F.a);
    else if constexpr (kind == k::sparse_plus) {
        const batch<T> half = max(0.f, x + 1.f) * 0.5f;
        return select(x >= 1.f, x, half * half);
    } else if constexpr (kind == k::sparse_sigmoid)
        return min(1.f, max(0.f, fma(x, 0.5f, 0.5f)));
    else if constexpr (kind == k::threshold)
        return select(x <= F.a, F.b, x);
    else if constexpr (kind == k::sqrt)
        return sqrt(x);
    else if constexpr (kind == k::rsqrt)
        return divide(batch<T>(1.f), sqrt(x + F.a));
    else if constexpr (kind == k::reciprocal)
        return divide(batch<T>(1.f), x);
    else if constexpr (kind == k::log)
        return log(x);
    else if constexpr (kind == k::square)
        return x * x;
    else if constexpr (kind == k::abs)
        return abs(x);
    else if constexpr (kind == k::negate)
        return -x;
    else
        return fma(x, F.a, F.b);
}

} // namespace detail

template<ops::function F, class Batch>
CTNN_INLINE inline Batch apply(Batch x) {
    if constexpr (F.kind == ops::function_kind::identity)
        return x;
    else
        return keep_nan(x, detail::apply<F>(x));
}

} // namespace ctnn::simd

#ifdef __clang__
#pragma float_control(pop)
#endif

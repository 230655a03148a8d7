/// The derivatives of the elementwise functions of a batch: apply_derivative<F>(x, y) is ops::derivative(F, x, y) in
/// every lane, to 1e-6 + 2e-6 |dy|, for numbers; what infinities and NaN give is not promised.
#pragma once
#include "../op/derivative.hpp"
#include "../shape/inline.hpp"
#include "function.hpp"

#ifdef __clang__
#pragma float_control(precise, on, push)
#endif

namespace ctnn::simd {

namespace detail {

/// s = sigmoid(u) and s (1 - s), without cancellation.
template<class T>
struct sigmoid_and_slope {
    batch<T> s, slope;
    CTNN_INLINE explicit inline sigmoid_and_slope(batch<T> u) {
        const batch<T> e = exp_bounded(-abs(u)), r = quotient(batch<T>(1.f), e + 1.f), small = e * r;
        s = select(u < 0.f, small, r);
        slope = small * r;
    }
};

template<ops::function F, class T>
CTNN_INLINE inline batch<T> relu_derivative(batch<T> x, batch<T> y) {
    constexpr bool unlimited = math::is_infinite(F.b);
    if constexpr (!ops::derivative_reads(F).input) {
        const batch<T> slope = select(y > 0.f, 1.f, F.a);
        if constexpr (unlimited)
            return slope;
        else
            return select(y < F.b, slope, 0.f);
    } else {
        // at the kinks as TensorFlow: see ops::derivative
        const batch<T> below = select(x < F.c, F.a, F.c == 0 && unlimited ? F.a : 0.f);
        if constexpr (unlimited)
            return select(x > F.c, 1.f, below);
        else if constexpr (F.c == 0 && F.b == 6)
            return select(x > F.c, select(x < F.b, 1.f, 0.f), below);
        else
            return select(x > F.c, select(x <= F.b, 1.f, 0.f), below);
    }
}

template<ops::function F, class T>
CTNN_INLINE inline batch<T> apply_derivative([[maybe_unused]] batch<T> x, [[maybe_unused]] batch<T> y) {
    using k = ops::function_kind;
    constexpr k kind = F.kind;
    if constexpr (kind == k::identity)
        return 1.f;
    else if constexpr (kind == k::relu)
        return relu_derivative<F>(x, y);
    else if constexpr (kind == k::elu)
        return select((F.a > 0 ? y : x) > 0.f, 1.f, y + F.a);
    else if constexpr (kind == k::celu)
        return select((F.a > 0 ? y : x) > 0.f, 1.f, select(y == 0.f, 2.f, fma(y, 1 / F.a, 1.f)));
    else if constexpr (kind == k::selu) {
        constexpr double scale = ops::detail::selu_scale, alpha = ops::detail::selu_alpha;
        return select(y < 0.f, y + float(scale * alpha), float(scale));
    } else if constexpr (kind == k::gelu) {
        const batch<T> near = min(20.f, max(-20.f, x));
        return fma(near * 0.3989422804014327f, exp_bounded(near * near * -0.5f), normal_cdf(x));
    } else if constexpr (kind == k::gelu_tanh) {
        constexpr double twice = 2 * ops::detail::sqrt_2_over_pi, cubic = ops::detail::gelu_cubic;
        const batch<T> near = min(20.f, max(-20.f, x)), x2 = near * near;
        const sigmoid_and_slope u(near * fma(x2, float(twice * cubic), float(twice)));
        return fma(near * u.slope, fma(x2, float(3 * twice * cubic), float(twice)), u.s);
    } else if constexpr (kind == k::sigmoid)
        return fnma(y, y, y);
    else if constexpr (kind == k::log_sigmoid)
        return sigmoid(-x);
    else if constexpr (kind == k::tanh)
        return fnma(y, y, 1.f);
    else if constexpr (kind == k::softplus)
        return sigmoid(x);
    else if constexpr (kind == k::softsign) {
        const batch<T> d = abs(x) + 1.f;
        return divide(batch<T>(1.f), d * d);
    } else if constexpr (kind == k::exp)
        return y;
    else if constexpr (kind == k::silu) {
        const batch<T> near = min(90.f, max(-90.f, x));
        const sigmoid_and_slope u(near);
        return fma(near, u.slope, u.s);
    } else if constexpr (kind == k::mish) {
        const batch<T> near = min(40.f, max(-90.f, x)), e = exp_bounded(near), n = e * (e + 2.f);
        const batch<T> t = quotient(n, n + 2.f), r = quotient(batch<T>(2.f), n + 2.f); // 1 - t^2 = r (2 - r)
        return fma(near * sigmoid(near), fnma(r, r, r + r), t);
    } else if constexpr (kind == k::hard_sigmoid)
        return select((y > 0.f) & (y < 1.f), F.a, 0.f);
    else if constexpr (kind == k::hard_silu)
        return select(x <= -3.f, 0.f, select(x >= 3.f, 1.f, fma(x, 1 / 3.f, 0.5f)));
    else if constexpr (kind == k::clip)
        return select((x < F.a) | (x > F.b), 0.f, 1.f);
    else if constexpr (kind == k::hard_shrink || kind == k::soft_shrink)
        return select(abs(x) > F.a, 1.f, 0.f);
    else if constexpr (kind == k::tanh_shrink) {
        const batch<T> t = tanh(x);
        return t * t;
    } else if constexpr (kind == k::squareplus)
        return divide(y, sqrt(fma(x, x, F.a)));
    else if constexpr (kind == k::sparse_plus)
        return select(x <= -1.f, 0.f, select(x < 1.f, fma(x, 0.5f, 0.5f), 1.f));
    else if constexpr (kind == k::sparse_sigmoid)
        return select((y > 0.f) & (y < 1.f), 0.5f, 0.f);
    else if constexpr (kind == k::threshold)
        return select(x > F.a, 1.f, 0.f);
    else if constexpr (kind == k::sqrt)
        return divide(batch<T>(0.5f), y);
    else if constexpr (kind == k::rsqrt)
        return y * y * y * -0.5f;
    else if constexpr (kind == k::reciprocal)
        return -y * y;
    else if constexpr (kind == k::log)
        return divide(batch<T>(1.f), x);
    else if constexpr (kind == k::square)
        return x + x;
    else if constexpr (kind == k::abs)
        return select(x > 0.f, 1.f, select(x < 0.f, -1.f, 0.f));
    else if constexpr (kind == k::negate)
        return -1.f;
    else
        return F.a;
}

} // namespace detail

/// f'(x), given x and y = f(x); it reads what ops::derivative_reads(F) says, the other one may be anything.
template<ops::function F, class Batch>
CTNN_INLINE inline Batch apply_derivative(Batch x, Batch y) {
    return detail::apply_derivative<F>(x, y);
}

} // namespace ctnn::simd

#ifdef __clang__
#pragma float_control(pop)
#endif

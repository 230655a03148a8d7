/// The derivatives of the elementwise functions, as TensorFlow takes them.
#pragma once
#include "derivative_operands.hpp"

#ifdef __clang__
#pragma float_control(precise, on, push) // see math.hpp
#endif

namespace ctnn::ops {

namespace detail {

template<unsigned Options = compiled_for>
constexpr double function_derivative(const function& f, double x, double y) {
    using enum function_kind;
    const double a = f.a, b = f.b, c = f.c, limit = x > 0 ? 1 : 0;
    const derivative_operands reads = derivative_reads(f);
    if (reads.input ? math::is_nan(x) : reads.output && math::is_nan(y)) return math::nan<double>;
    const bool above = reads.input ? x > c : y > 0; // of relu, elu and celu: on the side of the identity
    switch (f.kind) {
    // clang-format off
    case identity: return 1;
    case relu: // TensorFlow: relu and relu6 are flat at their kinks, leaky_relu has its slope at 0, clip passes at its bound
        if (!reads.input) return above ? (y < b ? 1 : 0) : a;
        if (above) return x < b || (x == b && !(c == 0 && b == 6)) ? 1 : 0;
        return x < c || (c == 0 && math::is_infinite(f.b)) ? a : 0;
    case elu: return above ? 1 : y + a;
    case celu: return above ? 1 : y == 0 ? 2 : y / a + 1; // at 0, both of TensorFlow's halves pass the gradient
    case selu: return y < 0 ? y + selu_scale * selu_alpha : selu_scale;
    case gelu: {
        double bell = math::abs(x) > 38 ? 0 : 0.3989422804014327 * x * math::exp(-0.5 * x * x);
        return 0.5 * math::erfc(x * -0.7071067811865476) + bell;
    }
    case gelu_tanh: {
        if (math::abs(x) > 100) return limit;
        double u = 2 * sqrt_2_over_pi * x * (1 + gelu_cubic * x * x);
        double s = detail::sigmoid(u), rest = detail::sigmoid(-u);
        return s * (1 + x * rest * 2 * sqrt_2_over_pi * (1 + 3 * gelu_cubic * x * x));
    }
    case function_kind::sigmoid: return y * (1 - y);
    case log_sigmoid: return detail::sigmoid(-x);
    case tanh: return 1 - y * y;
    case softplus: return detail::sigmoid(x);
    case softsign: return 1 / ((1 + math::abs(x)) * (1 + math::abs(x)));
    case exp: return y;
    case silu: return math::abs(x) > 1000 ? limit : detail::sigmoid(x) * (1 + x * detail::sigmoid(-x));
    case mish: {
        if (math::abs(x) > 40) return limit;
        double n = mish_n(x);
        return n / (n + 2) + x * detail::sigmoid(x) * 4 * (n + 1) / ((n + 2) * (n + 2));
    }
    case hard_sigmoid: return y > 0 && y < 1 ? a : 0;
    case hard_silu: return x <= -3 ? 0 : x >= 3 ? 1 : x / 3 + 0.5;
    case function_kind::clip: return x < a || x > b ? 0 : 1;
    case hard_shrink:
    case soft_shrink: return math::abs(x) > a ? 1 : 0;
    case tanh_shrink: return math::tanh(x) * math::tanh(x);
    case squareplus: return math::is_infinite(x) ? limit : y / math::sqrt(x * x + a);
    case sparse_plus: return x <= -1 ? 0 : x < 1 ? 0.5 * (x + 1) : 1;
    case sparse_sigmoid: return y > 0 && y < 1 ? 0.5 : 0;
    case threshold: return x > a ? 1 : 0;
    case sqrt: return y == 0 ? math::infinity<double> : 0.5 / y;
    case rsqrt: return -0.5 * y * y * y;
    case reciprocal: return -y * y;
    case log: return x == 0 ? math::infinity<double> : 1 / x;
    case square: return 2 * x;
    case abs: return x > 0 ? 1 : x < 0 ? -1 : 0;
    case negate: return -1;
    case affine: return a;
        // clang-format on
    }
    return 1;
}

} // namespace detail

/// f'(x), given x and y = f(x), of which it reads derivative_reads(f). Where f has a kink this is what TensorFlow
/// takes; at infinities it is the limit.
template<class T, unsigned Options = compiled_for>
constexpr T derivative(const function& f, T x, T y) {
    if constexpr (sizeof(T) == sizeof(float))
        return math::narrow(detail::function_derivative(f, x, y));
    else
        return detail::function_derivative(f, x, y);
}

} // namespace ctnn::ops

#ifdef __clang__
#pragma float_control(pop)
#endif

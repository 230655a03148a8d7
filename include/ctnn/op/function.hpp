/// The elementwise functions: their names, parameters and values. These scalar definitions are the meaning of each
/// function; the kernels are tested against them. Derivatives are in derivative.hpp.
///
/// Source of the formulas: keras.activations and keras.ops (Keras 3) on TensorFlow.
#pragma once
#include "../shape/compiled_for.hpp"
#include "math.hpp"
#include <string_view>

#ifdef __clang__
#pragma float_control(precise, on, push) // right under -ffast-math; g++ needs no such word, its tests are on bits
#endif

namespace ctnn::ops {

// clang-format off
enum class function_kind : unsigned char {
    identity,       // x
    relu,           // x > c ? min(x, b) : a (x - c)    a negative_slope, b max_value (infinity: none), c threshold >= 0
    elu,            // x > 0 ? x : a (e^x - 1)
    celu,           // x > 0 ? x : a (e^(x / a) - 1)
    selu,           // 1.0507... (x > 0 ? x : 1.6732... (e^x - 1))
    gelu,           // x (1 + erf(x / sqrt 2)) / 2
    gelu_tanh,      // x (1 + tanh(sqrt(2 / pi) (x + 0.044715 x^3))) / 2
    sigmoid,        // 1 / (1 + e^-x)
    log_sigmoid,    // -log(1 + e^-x)
    tanh,
    softplus,       // log(1 + e^x)
    softsign,       // x / (1 + |x|)
    exp,
    silu,           // x sigmoid(x)
    mish,           // x tanh(softplus(x))
    hard_sigmoid,   // clip(a x + b, 0, 1)              Keras 3: a = 1/6, b = 0.5; Keras 2: a = 0.2, b = 0.5
    hard_silu,      // x clip(x / 6 + 0.5, 0, 1)
    clip,           // min(max(x, a), b)
    hard_shrink,    // |x| > a ? x : 0
    soft_shrink,    // x > a ? x - a : x < -a ? x + a : 0
    tanh_shrink,    // x - tanh(x)
    squareplus,     // (x + sqrt(x^2 + a)) / 2
    sparse_plus,    // x <= -1 ? 0 : x < 1 ? (x + 1)^2 / 4 : x
    sparse_sigmoid, // clip((x + 1) / 2, 0, 1)
    threshold,      // x > a ? x : b
    sqrt,
    rsqrt,          // 1 / sqrt(x + a)
    reciprocal,     // 1 / x
    log,
    square,         // x^2
    abs,            // |x|
    negate,         // -x
    affine,         // a x + b
};
// clang-format on
inline constexpr int function_kind_count = int(function_kind::affine) + 1;

/// A function with its parameters: a structural value, so that it can be a template argument.
struct function {
    function_kind kind;
    float a, b, c;
    /// Whether kernels compute it by fewer steps, see kernel/fast_math.hpp; evaluate is exact. (An int: clang 19 reads
    /// the wrong member of a template argument that ends in padding.)
    int fast;
    constexpr function() = default;
    constexpr function(function_kind kind_, float a_ = 0, float b_ = 0, float c_ = 0)
        : kind(kind_), a(a_), b(b_), c(c_), fast(0) {}
    bool operator==(const function&) const = default;
};

/// The function with Keras' default parameters.
constexpr function function_of(function_kind kind) {
    switch (kind) {
    // clang-format off
    case function_kind::relu: return {kind, 0, math::infinity<float>, 0};
    case function_kind::elu:
    case function_kind::celu:
    case function_kind::affine: return {kind, 1};
    case function_kind::hard_sigmoid: return {kind, 1 / 6.f, 0.5f};
    case function_kind::clip: return {kind, -1, 1};
    case function_kind::hard_shrink:
    case function_kind::soft_shrink: return {kind, 0.5f};
    case function_kind::squareplus: return {kind, 4};
    default: return {kind};
        // clang-format on
    }
}

/// Those that activations = fast computes by fewer steps.
constexpr bool has_fast_form(function_kind kind) {
    using enum function_kind;
    switch (kind) {
    case elu:
    case celu:
    case selu:
    case gelu_tanh:
    case sigmoid:
    case log_sigmoid:
    case tanh:
    case softplus:
    case exp:
    case silu:
    case mish: return true;
    default: return false;
    }
}

constexpr std::string_view name_of(function_kind kind) {
    constexpr std::string_view names[] = {
        "identity",    "relu",        "elu",         "celu",         "selu",        "gelu",
        "gelu_tanh",   "sigmoid",     "log_sigmoid", "tanh",         "softplus",    "softsign",
        "exp",         "silu",        "mish",        "hard_sigmoid", "hard_silu",   "clip",
        "hard_shrink", "soft_shrink", "tanh_shrink", "squareplus",   "sparse_plus", "sparse_sigmoid",
        "threshold",   "sqrt",        "rsqrt",       "reciprocal",   "log",         "square",
        "abs",         "negate",      "affine"};
    static_assert(sizeof names / sizeof *names == function_kind_count);
    return names[int(kind)];
}

namespace detail {

inline constexpr double selu_scale = 1.0507009873554805, selu_alpha = 1.6732632423543772;
inline constexpr double gelu_cubic = 0.044715, sqrt_2_over_pi = 0.7978845608028654;

template<unsigned Options = compiled_for>
constexpr double clip(double x, double low, double high) { return x < low ? low : x > high ? high : x; }

template<unsigned Options = compiled_for>
constexpr double sigmoid(double x) {
    double e = math::exp(-math::abs(x));
    return x < 0 ? e / (1 + e) : 1 / (1 + e);
}

/// tanh(softplus(x)) = n / (n + 2) with this n, here for x <= 40.
template<unsigned Options = compiled_for>
constexpr double mish_n(double x) {
    double e = math::exp(x);
    return e * (e + 2);
}

template<unsigned Options = compiled_for>
constexpr double function_value(const function& f, double x) {
    using enum function_kind;
    if (math::is_nan(x)) return x;
    const double a = f.a, b = f.b, c = f.c;
    // Keras multiplies -infinity by 0 in x sigmoid(x) and its like, and divides infinities in softsign
    const bool lowest = math::is_infinite(x) && x < 0;
    switch (f.kind) {
    // clang-format off
    case identity: return x;
    case relu: return x > c ? (x < b ? x : b) : f.a == 0 ? 0 : a * (x - c);
    case elu: return x > 0 ? x : a * math::expm1(x);
    case celu: return x > 0 ? x : a * math::expm1(x / a);
    case selu: return selu_scale * (x > 0 ? x : selu_alpha * math::expm1(x));
    case gelu: return lowest ? math::nan<double> : 0.5 * x * math::erfc(x * -0.7071067811865476);
    case gelu_tanh:
        if (lowest) return math::nan<double>;
        return x * detail::sigmoid(2 * sqrt_2_over_pi * x * (1 + gelu_cubic * x * x));
    case function_kind::sigmoid: return detail::sigmoid(x);
    case log_sigmoid: return (x < 0 ? x : 0) - math::log1p(math::exp(-math::abs(x)));
    case tanh: return math::tanh(x);
    case softplus: return (x > 0 ? x : 0) + math::log1p(math::exp(-math::abs(x)));
    case softsign: return math::is_infinite(x) ? math::nan<double> : x / (1 + math::abs(x));
    case exp: return math::exp(x);
    case silu: return lowest ? math::nan<double> : x * detail::sigmoid(x);
    case mish: return lowest ? math::nan<double> : x > 40 ? x : x * mish_n(x) / (mish_n(x) + 2);
    case hard_sigmoid: return detail::clip(a * x + b, 0, 1);
    case hard_silu: return lowest ? math::nan<double> : x * detail::clip(x / 6 + 0.5, 0, 1);
    case function_kind::clip: return detail::clip(x, a, b);
    case hard_shrink: return math::abs(x) > a ? x : 0;
    case soft_shrink: return x > a ? x - a : x < -a ? x + a : 0;
    case tanh_shrink: return x - math::tanh(x);
    case squareplus: {
        if (lowest) return math::nan<double>;
        double root = math::sqrt(x * x + a);
        return x < 0 ? 0.5 * a / (root - x) : 0.5 * (x + root);
    }
    case sparse_plus: return x <= -1 ? 0 : x < 1 ? 0.25 * (x + 1) * (x + 1) : x;
    case sparse_sigmoid: return detail::clip(0.5 * (x + 1), 0, 1);
    case threshold: return x > a ? x : b;
    case sqrt: return math::sqrt(x);
    case rsqrt: return x + a == 0 ? math::infinity<double> : x + a < 0 ? math::nan<double> : 1 / math::sqrt(x + a);
    case reciprocal:
        if (math::bits(x) << 1 != 0) return 1 / x;
        return math::is_negative(x) ? -math::infinity<double> : math::infinity<double>;
    case log: return math::log(x);
    case square: return x * x;
    case abs: return math::abs(x);
    case negate: return -x;
    case affine: return a * x + b;
        // clang-format on
    }
    return x;
}

} // namespace detail
/// f(x), computed in double. Infinities give what Keras gives, which for silu(-infinity) and its like is NaN. NaN gives
/// NaN, always: Keras' hard_shrink, soft_shrink, threshold and its relu with a threshold turn it into a number.
template<class T, unsigned Options = compiled_for>
constexpr T evaluate(const function& f, T x) {
    if constexpr (sizeof(T) == sizeof(float))
        return math::is_nan(x) ? x : math::narrow(detail::function_value(f, x));
    else
        return detail::function_value(f, x);
}

} // namespace ctnn::ops

#ifdef __clang__
#pragma float_control(pop)
#endif

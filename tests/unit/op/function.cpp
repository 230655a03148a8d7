// The scalar functions against real Keras, their derivatives against TensorFlow and against differences.
#include <cmath>
#include <cstring>
#include <ctnn/op/activation.hpp>
#include <ctnn/op/derivative.hpp>
#include <ctnn/op/function.hpp>
#include <doctest/doctest.h>
#include <limits>
#include <string>

using namespace ctnn;
using namespace ctnn::ops;

// --- at compile time
// ---------------------------------------------------------------------------------------------------

static_assert(evaluate(function_of(function_kind::tanh), 0.5f) == 0.46211717f);
static_assert(evaluate(function{function_kind::relu, 0.1f, 6, 1}, -4.f) == -0.5f);
static_assert(evaluate(function_of(activation_kind::relu6), 7.0) == 6);
static_assert(evaluate(function_of(activation_kind::gelu), 1.0) > 0.84134 &&
              evaluate(function_of(activation_kind::gelu), 1.0) < 0.84135);

/// Every function at every kind of number is a constant expression: no NaN is computed, nothing overflows.
constexpr bool runs_in_constant_expressions() {
    constexpr float numbers[] = {0,
                                 -0.f,
                                 1,
                                 -1,
                                 6,
                                 3,
                                 -3,
                                 0.5f,
                                 20,
                                 -20,
                                 100,
                                 -100,
                                 1e-40f,
                                 1e30f,
                                 -1e30f,
                                 math::infinity<float>,
                                 -math::infinity<float>,
                                 math::nan<float>};
    int numbers_seen = 0;
    for (int kind = 0; kind < function_kind_count; ++kind) {
        function f = function_of(function_kind(kind));
        for (float x : numbers) {
            float y = evaluate(f, x), slope = derivative(f, x, y);
            numbers_seen += !math::is_nan(y) && !math::is_nan(slope);
            if (math::is_nan(x) && !math::is_nan(y)) return false;
        }
    }
    return numbers_seen > 400;
}
static_assert(runs_in_constant_expressions());

constexpr bool names_are_found() {
    for (int i = 0; i < activation_kind_count; ++i) {
        activation_kind found{};
        if (!find_activation(keras_name(activation_kind(i)), found) || found != activation_kind(i)) return false;
    }
    activation_kind found = activation_kind::linear;
    return find_activation("swish", found) && found == activation_kind::silu && find_activation("hard_swish", found) &&
           found == activation_kind::hard_silu && !find_activation("Tanh", found) && !find_activation("", found) &&
           found == activation_kind::hard_silu;
}
static_assert(names_are_found());
static_assert(is_elementwise(activation_kind::sparse_sigmoid) && !is_elementwise(activation_kind::softmax));
static_assert(name_of(function_kind::affine) == "affine" && name_of(function_kind::sparse_sigmoid) == "sparse_sigmoid");
static_assert(function_of(activation_kind::leaky_relu).a == 0.2f);

template<function F> // a structural value
constexpr float at_one = evaluate(F, 1.f);
static_assert(at_one<function{function_kind::affine, 2, 3}> == 5);

static_assert(derivative_reads(function_of(activation_kind::relu)) == derivative_operands{false, true});
static_assert(derivative_reads(function_of(activation_kind::linear)) == derivative_operands{false, false});

// --- against Keras
// -----------------------------------------------------------------------------------------------------

namespace {

constexpr float inf = math::infinity<float>;
constexpr int golden_count = 51;
struct golden_row {
    function f = {};
    float y[golden_count], dy[golden_count];
};
namespace golden {
constexpr float nan = math::nan<float>;
#include "../../golden/functions.inc"
} // namespace golden
using golden::golden_rows, golden::golden_x;
static_assert(sizeof golden_x / sizeof *golden_x == golden_count);

/// On bits, because -ffinite-math-only makes comparisons of these meaningless.
template<class T>
bool finite(const T& x) {
    return (__builtin_bit_cast(std::uint32_t, x) & 0x7f80'0000) != 0x7f80'0000;
}
bool same(const float& a, const float& b) {
    auto i = __builtin_bit_cast(std::uint32_t, a), k = __builtin_bit_cast(std::uint32_t, b);
    return i == k || (i << 1 > 0xff00'0000 && k << 1 > 0xff00'0000);
}
bool close(const float& a, const float& b, double absolute, double relative) {
    if (!finite(a) || !finite(b)) return same(a, b);
    return std::fabs(double(a) - b) <= absolute + relative * std::fabs(b);
}

#if __FINITE_MATH_ONLY__ // nothing else may be given to a function or returned by it: clang makes use of that
constexpr bool finite_only = true;
#else
constexpr bool finite_only = false;
#endif

/// Keras turns NaN into a number here; ctnn does not.
bool keras_swallows_nan(const function& f) {
    return f.kind == function_kind::hard_shrink || f.kind == function_kind::soft_shrink ||
           f.kind == function_kind::threshold || (f.kind == function_kind::relu && f.c != 0);
}

} // namespace

TEST_CASE("the functions give Keras' values, also at kinks, infinities and NaN") {
    for (const golden_row& row : golden_rows)
        for (int i = 0; i < golden_count; ++i) {
            if (finite_only && !(finite(golden_x[i]) && finite(row.y[i]))) continue;
            const float x = golden_x[i];
            if (math::is_nan(x) && keras_swallows_nan(row.f)) continue;
            CAPTURE(name_of(row.f.kind));
            CAPTURE(row.f.a);
            CAPTURE(x);
            const float y = evaluate(row.f, x);
            // Keras computes (x + sqrt(x^2 + b)) / 2 in float: it cancels
            const double lost = row.f.kind == function_kind::squareplus && x < 0 ? 2e-7 * std::fabs(x) : 0;
            CHECK_MESSAGE(close(y, row.y[i], 1e-6 + lost, 2e-6), y, " instead of ", row.y[i]);
        }
}

TEST_CASE("the derivatives are TensorFlow's, also at kinks") {
    for (const golden_row& row : golden_rows)
        for (int i = 0; i < golden_count; ++i) {
            if (!finite(golden_x[i]) || (finite_only && !(finite(row.y[i]) && finite(row.dy[i])))) continue;
            const float x = golden_x[i];
            // Keras 2's hard_sigmoid passes the gradient at +-2.5; Keras 3's does not at its kinks, and ours never does
            if (row.f.kind == function_kind::hard_sigmoid && row.f.a == 0.2f && std::fabs(x) == 2.5f) continue;
            // the slopes of sqrt and log at -0 and of log below 0 are of no use to anyone
            if ((row.f.kind == function_kind::sqrt || row.f.kind == function_kind::log) && math::is_negative(x))
                continue;
            CAPTURE(name_of(row.f.kind));
            CAPTURE(row.f.a);
            CAPTURE(x);
            const float dy = derivative(row.f, x, evaluate(row.f, x));
            CHECK_MESSAGE(close(dy, row.dy[i], 2e-6, 1e-5), dy, " instead of ", row.dy[i]);
        }
}

TEST_CASE("the derivatives are the limits of differences") {
    for (const golden_row& row : golden_rows)
        for (double x = -7.9873; x < 8; x += 0.0731) {
            const function& f = row.f;
            const bool positive_only =
                f.kind == function_kind::sqrt || f.kind == function_kind::rsqrt || f.kind == function_kind::log;
            if (positive_only && x < 0.1) continue;
            const double h = 1e-5, low = evaluate(f, x - h), high = evaluate(f, x + h), middle = evaluate(f, x);
            const double left = (middle - low) / h, right = (high - middle) / h, slope = derivative(f, x, middle);
            const double bend = std::fabs(right - left);
            CAPTURE(name_of(f.kind));
            CAPTURE(x);
            if (bend > 0.05 && f.kind != function_kind::reciprocal) continue; // astride a kink or a jump
            CHECK(std::fabs(slope - (left + right) / 2) <= 1e-6 + 1e-6 * std::fabs(slope) + bend);
        }
}

TEST_CASE("a derivative reads only what derivative_reads says") {
    if (finite_only) return;
    for (const golden_row& row : golden_rows)
        for (float x : golden_x) {
            const float y = evaluate(row.f, x), slope = derivative(row.f, x, y);
            const derivative_operands reads = derivative_reads(row.f);
            CAPTURE(name_of(row.f.kind));
            CAPTURE(x);
            for (float anything : {-3.f, 0.f, 2.f, math::nan<float>})
                CHECK(same(slope, derivative(row.f, reads.input ? x : anything, reads.output ? y : anything)));
        }
}

TEST_CASE("values in double are those in float") {
    if (finite_only) return;
    for (const golden_row& row : golden_rows)
        for (float x : golden_x) CHECK(same(evaluate(row.f, x), math::narrow(evaluate(row.f, double(x)))));
}

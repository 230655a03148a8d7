// Every elementwise function of a batch against its scalar definition, on a dense grid and at special numbers. Compiled
// once for each instruction set, and with -ffast-math.
#include <array>
#include <cmath>
#include <cstdio>
#include <ctnn/kernel/derivative.hpp>
#include <ctnn/kernel/function.hpp>
#include <doctest/doctest.h>
#include <string>
#include <utility>
#include <vector>

using namespace ctnn;
using ops::function, ops::function_kind;
using batch = simd::batch<simd::native>;

namespace {

constexpr float infinity = math::infinity<float>;

constexpr auto functions = [] {
    std::array<function, ops::function_kind_count + 13> all{};
    int n = 0;
    for (int i = 0; i < ops::function_kind_count; ++i) all[unsigned(n++)] = ops::function_of(function_kind(i));
    for (function f : {function{function_kind::relu, 0, 6, 0},
                       {function_kind::relu, 0, 2.5f, 0},
                       {function_kind::relu, 0.2f, infinity, 0},
                       {function_kind::relu, 3, infinity, 0},
                       {function_kind::relu, 0.1f, 6, 1},
                       {function_kind::relu, 0.1f, 6, 0},
                       {function_kind::relu, 0, infinity, 1},
                       {function_kind::elu, 0.5f},
                       {function_kind::celu, 2},
                       {function_kind::hard_sigmoid, 0.2f, 0.5f},
                       {function_kind::clip, -0.5f, 3},
                       {function_kind::threshold, 0.5f, -2},
                       {function_kind::affine, 2, -3}})
        all[unsigned(n++)] = f;
    return all;
}();

/// Grid points where the function and its intermediate results are numbers.
std::vector<float> grid(const function& f) {
    float low = -1e18f, high = 1e18f;
    switch (f.kind) {
    case function_kind::exp:
        high = 88.7f;
        break;
    case function_kind::sqrt:
    case function_kind::log:
        low = 1e-36f;
        break;
    case function_kind::rsqrt:
        low = 1e-10f;
        break;
    case function_kind::celu:
        low = -1e6f, high = 1e6f;
        break;
    default:
        break;
    }
    std::vector<float> points;
    for (int i = -24000; i <= 24000; ++i) points.push_back(float(i) * 1e-3f);
    for (int i = -400; i <= 400; ++i) points.push_back(float(i) * 0.25f); // kinks are among these
    for (float magnitude = 1e-36f; magnitude < 1e18f; magnitude *= 1.07f)
        for (float x : {magnitude, -magnitude}) points.push_back(x);
    std::erase_if(points, [&](float x) {
        return x < low || x > high || (f.kind == function_kind::reciprocal && std::fabs(x) < 1e-10f);
    });
    while (points.size() % unsigned(batch::size)) points.push_back(1);
    return points;
}

template<function F, class Kernel, class Exact>
void agrees(const char* what, Kernel kernel, Exact exact, double absolute, double relative) {
    double worst = 0;
    float at = 0, got = 0;
    const std::vector<float> points = grid(F);
    std::vector<float> y(points.size(), 1e30f);
    kernel(points.data(), y.data(), int(points.size()));
    for (std::size_t i = 0; i < points.size(); ++i) {
        const double wanted = exact(points[i]);
        const double part = std::fabs(double(y[i]) - wanted) / (absolute + relative * std::fabs(wanted));
        if (!(part <= worst)) worst = part, at = points[i], got = y[i];
    }
    CAPTURE(what);
    CAPTURE(std::string(name_of(F.kind)));
    CAPTURE(F.a);
    CAPTURE(at);
    CAPTURE(got);
    CAPTURE(exact(at));
    CHECK(worst <= 1);
}

constexpr float special[] = {0,
                             -0.f,
                             infinity,
                             -infinity,
                             math::nan<float>,
                             -math::nan<float>,
                             3.4e38f,
                             -3.4e38f,
                             1e-41f,
                             -1e-41f,
                             89,
                             -89,
                             104,
                             -104,
                             128,
                             -1000,
                             1,
                             -1,
                             0.5f,
                             -0.5f,
                             6,
                             3,
                             -3,
                             2.5f,
                             -2.5f,
                             30,
                             40,
                             -40};
constexpr int special_count = sizeof special / sizeof *special;

/// On bits, as -ffinite-math-only makes comparisons of these meaningless.
bool same(const float& got, const float& wanted) {
    const auto g = __builtin_bit_cast(std::uint32_t, got), w = __builtin_bit_cast(std::uint32_t, wanted);
    const bool number = (g & 0x7f80'0000) != 0x7f80'0000 && (w & 0x7f80'0000) != 0x7f80'0000;
    if (number) return std::fabs(double(got) - double(wanted)) <= 5e-7 + 1e-6 * std::fabs(double(wanted));
    const bool both_nan = (g & 0x7fff'ffff) > 0x7f80'0000 && (w & 0x7fff'ffff) > 0x7f80'0000;
    return g == w || both_nan;
}

template<function F>
[[gnu::noinline]] void values(const float* x, float* y, int n) {
    for (int i = 0; i < n; i += batch::size) store(y + i, simd::apply<F>(simd::load<batch>(x + i)));
}
template<function F>
[[gnu::noinline]] void slopes(const float* x, const float* y, float* dy, int n) {
    for (int i = 0; i < n; i += batch::size)
        store(dy + i, simd::apply_derivative<F>(simd::load<batch>(x + i), simd::load<batch>(y + i)));
}

template<function F>
void special_values() {
    constexpr auto wanted =
        [] { // in a constant expression, because a scalar function need not cope with them under -ffast-math
            std::array<float, special_count> y{};
            for (int i = 0; i < special_count; ++i) y[unsigned(i)] = ops::evaluate(F, special[i]);
            return y;
        }();
    for (int i = 0; i < special_count; ++i) {
        // where float overflows and the exact result does not
        if (F.kind == function_kind::squareplus && (special[i] == 3.4e38f || special[i] == -3.4e38f)) continue;
        // at a pole: denormal numbers, which the processor may be told to flush, and the sign of zero
        const bool pole = F.kind == function_kind::reciprocal || F.kind == function_kind::log ||
                          F.kind == function_kind::sqrt || F.kind == function_kind::rsqrt;
        if (pole && (special[i] == 1e-41f || special[i] == -1e-41f)) continue;
        if (F.kind == function_kind::rsqrt && i == 1) continue;
        float x[batch::size], y[batch::size];
        for (float& lane : x) lane = special[i];
        values<F>(x, y, batch::size);
        CAPTURE(std::string(name_of(F.kind)));
        CAPTURE(F.a);
        CAPTURE(i);
        CHECK(same(y[0], wanted[unsigned(i)]));
        CHECK(same(y[batch::size - 1], wanted[unsigned(i)]));
    }
}

template<class F>
void for_each_function(F f) {
    [&]<std::size_t... I>(std::index_sequence<I...>) { (f.template operator()<functions[I]>(), ...); }
    (std::make_index_sequence<functions.size()>{});
}

} // namespace

TEST_CASE("a kernel's functions are the scalar ones") {
    for_each_function([]<function F>() {
        agrees<F>(
            "value", values<F>, [](float x) { return ops::evaluate(F, double(x)); }, 3e-7, 6e-7);
    });
}

TEST_CASE("a kernel's functions are right at special numbers") {
    for_each_function([]<function F>() { special_values<F>(); });
}

TEST_CASE("a kernel's derivatives are the scalar ones, from the same inputs and outputs") {
    for_each_function([]<function F>() {
        agrees<F>(
            "derivative",
            [](const float* x, float* dy, int n) {
                std::vector<float> from_x(x, x + n), y(from_x);
                for (float& v : y) v = ops::evaluate(F, v);
                constexpr auto reads = ops::derivative_reads(F);
                if (!reads.input) from_x.assign(from_x.size(), 1e30f);
                std::vector<float> from_y = reads.output ? y : std::vector<float>(y.size(), 1e30f);
                slopes<F>(from_x.data(), from_y.data(), dy, n);
            },
            [](float x) { return ops::derivative(F, double(x), double(ops::evaluate(F, x))); }, 1e-6, 2e-6);
    });
}

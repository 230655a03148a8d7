// Elementary functions in constant expressions, against the C library's at run time.
#include <array>
#include <cfloat>
#include <cmath>
#include <ctnn/op/math.hpp>
#include <doctest/doctest.h>

namespace m = ctnn::math;

static_assert(m::exp(0.0) == 1 && m::exp(-m::infinity<double>) == 0 && m::exp(1000.0) == m::infinity<double>);
static_assert(m::exp(1.0) > 2.7182818284590446 && m::exp(1.0) < 2.718281828459046 && m::exp(1.0f) == 2.7182817f &&
              m::exp(-1000.f) == 0);
static_assert(m::exp(88.72283f) < m::infinity<float> && m::exp(88.72284f) == m::infinity<float>);
static_assert(m::exp(709.782712893384) < m::infinity<double> && m::exp(709.7827128933841) == m::infinity<double>);
static_assert(m::exp(-103.9f) > 0 && m::exp(-745.1) > 0 && m::exp(-746.0) == 0);
static_assert(m::expm1(1e-20) == 1e-20 && m::expm1(-m::infinity<double>) == -1 &&
              m::expm1(m::infinity<float>) == m::infinity<float>);
static_assert(m::log(1.0) == 0 && m::log(0.0) == -m::infinity<double> &&
              m::log(m::infinity<double>) == m::infinity<double>);
static_assert(m::is_nan(m::log(-1.0)) && m::is_nan(m::log1p(-2.0)) && m::log1p(-1.0) == -m::infinity<double>);
static_assert(m::log1p(1e-300) == 1e-300 && m::log1p(m::infinity<double>) == m::infinity<double>);
static_assert(m::sqrt(4.0) == 2 && m::sqrt(2.0f) == 1.4142135f && m::sqrt(1e300) == 1e150 && m::sqrt(0.0) == 0);
static_assert(m::is_nan(m::sqrt(-1.0)) && m::is_negative(m::sqrt(-0.0)) &&
              m::sqrt(m::infinity<float>) == m::infinity<float>);
static_assert(m::tanh(m::infinity<double>) == 1 && m::tanh(-50.0f) == -1 && m::tanh(0.5) == 0.46211715726000973);
static_assert(m::is_negative(m::tanh(-0.0)) && m::tanh(1e-30f) == 1e-30f);
static_assert(m::erf(m::infinity<double>) == 1 && m::erf(-10.0) == -1 && m::erfc(-10.0) == 2 && m::erfc(30.0) == 0);
static_assert(m::floor(-0.5) == -1 && m::floor(2.0) == 2 && m::floor(1e300) == 1e300 && m::floor(7.9f) == 7);
static_assert(m::power(2, 10) == 1024 && m::power(2, -2) == 0.25 && m::power(3, 0) == 1 &&
              m::power(1e100, 3) > 9.9e299);
static_assert(m::narrow(FLT_MAX) == FLT_MAX && m::narrow(3.5e38) == m::infinity<float> &&
              m::narrow(-1e300) == -m::infinity<float>);

constexpr double not_a_number = m::nan<double>;
static_assert(m::is_nan(m::exp(not_a_number)) && m::is_nan(m::expm1(not_a_number)) && m::is_nan(m::log(not_a_number)) &&
              m::is_nan(m::log1p(not_a_number)) && m::is_nan(m::sqrt(not_a_number)) &&
              m::is_nan(m::tanh(not_a_number)) && m::is_nan(m::erf(not_a_number)) && m::is_nan(m::erfc(not_a_number)) &&
              m::is_nan(m::floor(not_a_number)) && m::is_nan(m::tanh(m::nan<float>)) &&
              m::is_nan(m::exp(m::nan<float>)));

// clang stops a constant evaluation after 1,048,576 steps: a tanh costs less than 50
static_assert([] {
    float sum = 0;
    for (int i = 0; i < 20000; ++i) sum += m::tanh(float(i) * 1e-3f - 10);
    return sum;
}() < 1);

namespace {

#ifdef __FAST_MATH__ // what then runs is the compiler's faster function, of 4 ulp
constexpr double tolerance = 2.4e-15;
#else
constexpr double tolerance = 1.2e-15;
#endif

constexpr int count = 601;
template<class F>
constexpr auto table(F f) {
    std::array<double, count> values{};
    for (int i = 0; i < count; ++i) values[unsigned(i)] = f((i - 300) / 20.0 + i * 1e-7); // -15 to 15
    return values;
}

/// Relative errors against long double, of f at constant expressions' arguments and results, and of f at run time.
template<class F, class Exact>
void agrees(const std::array<double, count>& arguments, const std::array<double, count>& constants, F f, Exact exact) {
    for (unsigned i = 0; i < count; ++i) {
        const double x = arguments[i], wanted = double(exact(static_cast<long double>(x)));
        CAPTURE(x);
        CHECK(std::fabs(constants[i] - wanted) <= 1.2e-15 * std::fabs(wanted));
        CHECK(std::fabs(f(x) - wanted) <= tolerance * std::fabs(wanted));
    }
}

} // namespace

#define CTNN_AGREES(f, argument)                                                                                       \
    do {                                                                                                               \
        constexpr auto arguments = table([](double x) { return argument; });                                           \
        constexpr auto values = table([](double x) { return m::f(argument); });                                        \
        agrees(                                                                                                        \
            arguments, values, [](double x) { return m::f(x); }, [](long double x) { return std::f(x); });             \
    } while (false)

TEST_CASE("the elementary functions are the same in a constant expression and at run time") {
    CTNN_AGREES(exp, x);
    CTNN_AGREES(exp, 40 * x);
    CTNN_AGREES(expm1, x);
    CTNN_AGREES(log, x * x);
    CTNN_AGREES(log1p, x * x);
    CTNN_AGREES(sqrt, x * x);
    CTNN_AGREES(tanh, x);
    CTNN_AGREES(tanh, x * 0.05);
    CTNN_AGREES(erf, x);
    CTNN_AGREES(erfc, x);
    CTNN_AGREES(floor, x);
}

TEST_CASE("the functions of float are rounded once") {
    for (int i = -2000; i <= 2000; ++i) {
        const float x = float(i) * 0.01f;
        const double e = std::exp(double(x)), t = std::tanh(double(x));
        CHECK(std::fabs(m::exp(x) - e) <= e * tolerance * 0x1p28);
        CHECK(std::fabs(m::tanh(x) - t) <= std::fabs(t) * tolerance * 0x1p28);
    }
}

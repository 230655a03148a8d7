// Learning-rate schedules against tables of real Keras, and in constant expressions.
#include "golden_tables.hpp"
#include <ctnn/train/optimizer_options.hpp>
#include <ctnn/train/optimizers/adam.hpp>
#include <doctest/doctest.h>

using namespace ctnn;
using namespace ctnn::literals;

namespace {

template<class Real>
void compare(const std::string& name, const learning_rate_source& rate, double tolerance) {
    CAPTURE(name);
    static const io::npz table = test::optimizer_table("schedules.npz");
    std::vector<Real> values;
    for (int t = 0; t < 60; ++t) values.push_back(rate.at<Real>(t));
    const auto should = table[name + test::number_name<Real>].template as<Real>();
    CHECK(test::worst(values, should, tolerance, tolerance) <= 1);
}
void compare(const std::string& name, const learning_rate_source& rate) {
    CHECK(rate.mistake().empty());
    compare<float>(name, rate, 1e-7);
    compare<double>(name, rate, 1e-15);
}

constexpr bool near(double a, double b) { return a - b < 1e-9 && b - a < 1e-9; }

} // namespace

static_assert(near(learning_rate_source(CosineDecay(0.1, 10)).at<double>(5), 0.05));
static_assert(near(learning_rate_source(CosineDecayRestarts(0.1, 5)).at<double>(20), 0.1 * 0.8535533905932737));
static_assert(near(learning_rate_source(ExponentialDecay(0.1_c, 10_c, 0.5_c)).at<double>(5), 0.07071067811865475));
static_assert(near(
    learning_rate_source(PolynomialDecay(0.1, 10, schedules::power = 2, end_learning_rate = 0)).at<double>(5), 0.025));
static_assert(near(math::detail::cos(3.0), -0.98999249660044545727) &&
              near(math::detail::cos(100.0), 0.86231887228768393) && math::detail::cos(0.0) == 1 &&
              near(math::detail::pow(2.0, 0.5), 1.4142135623730951));

// numbers, schedules and functions without captures
static_assert(Adam(0.5).learning_rate.at<float>(3) == 0.5f && Adam(1).learning_rate.is_number());
static_assert(Adam(learning_rate = InverseTimeDecay(1, 1, 1)).learning_rate.at<double>(3) == 0.25);
static_assert(Adam([](auto t) { return 1.0 / double(1 + t); }).learning_rate.at<double>(3) == 0.25);
constexpr double halves(std::int64_t t) { return t > 1 ? 0.5 : 1; }
static_assert(Adam(learning_rate = halves).learning_rate.at<double>(3) == 0.5);

static_assert(learning_rate_source(ExponentialDecay(0.1, 0, 0.5)).mistake() == "decay_steps must be positive");
static_assert(learning_rate_source(PiecewiseConstantDecay(tuple(1, 2), tuple(1, 2))).mistake() ==
              "there must be one value more than boundaries");

TEST_CASE("learning-rate schedules are Keras'") {
    compare("exponential", ExponentialDecay(0.1, 10, 0.5));
    compare("exponential_staircase", ExponentialDecay(0.1, 7, 0.9, staircase = true));
    compare("piecewise", PiecewiseConstantDecay(tuple(5_c, 10_c, 30_c), std::array{1.0, 0.5, 0.1, 0.05}));
    compare("polynomial", PolynomialDecay(0.1, 10));
    compare("polynomial_power", PolynomialDecay(0.1, 12, end_learning_rate = 0.01, schedules::power = 2.5));
    compare("polynomial_cycle",
            PolynomialDecay(0.1, 12, end_learning_rate = 0.01, schedules::power = 0.5, schedules::cycle = true));
    compare("inverse_time", InverseTimeDecay(0.1, 10, 0.7));
    compare("inverse_time_staircase", InverseTimeDecay(0.1, 10, 0.7, staircase = true));
    compare("cosine", CosineDecay(0.1, 25, alpha = 0.05));
    compare("cosine_warmup", CosineDecay(0.01, 20, warmup_target = 0.1, warmup_steps = 8));
    compare("restarts", CosineDecayRestarts(0.1, 5));
    compare("restarts_options", CosineDecayRestarts(0.1, 6, t_mul = 1.5, m_mul = 0.8, alpha = 0.02));
    compare("restarts_even", CosineDecayRestarts(0.1, 6, t_mul = 1, m_mul = 0.5));
}

TEST_CASE("cosine and powers in constant expressions are the C library's") {
    for (int i = 0; i < 2000; ++i) {
        const double x = i * 0.01;
        CHECK(std::abs(math::detail::cos(x) - std::cos(x)) < 2e-15);
        CHECK(std::abs(math::detail::pow(x, 1.7) - std::pow(x, 1.7)) <= 1e-14 * std::pow(x, 1.7));
    }
}

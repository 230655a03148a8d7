// Optimizers at work: in constant expressions, at all lengths of a vector, with a user's own, with mistakes.
#include <array>
#include <cmath>
#include <cstring>
#include <ctnn/train/optimizer.hpp>
#include <ctnn/train/optimizers.hpp>
#include <doctest/doctest.h>
#include <limits>
#include <stdexcept>
#include <string>
#include <vector>

using namespace ctnn;
using namespace ctnn::literals;

namespace {

/// Three steps on a kernel (4, 3) and a bias (3); the sum of all that came out.
template<class Real, class Optimizer>
constexpr Real sum_after_steps(const Optimizer& o) {
    Real values[15] = {}, gradients[15] = {}, state[512] = {}, scratch[256] = {};
    trained_weight<Real> weights[2];
    weights[0].shape = extents(4, 3), weights[0].path = "dense/kernel", weights[0].penalty = L1L2(0.1, 0.2);
    weights[1].shape = extents(3), weights[1].path = "dense/bias", weights[1].bound = MaxNorm(0.5);
    weights[0].value = values, weights[1].value = values + 12;
    weights[0].gradient = gradients, weights[1].gradient = gradients + 12;
    for (int i = 0; i < 15; ++i) values[i] = Real(0.1 * (i % 7) - 0.2);
    optimizer_run<Optimizer, Real> run(o);
    if (run.state_elements(weights) > 512 || run.scratch_elements(weights) > 256) return -1000;
    run.start(weights, state);
    Real sum = 0;
    for (int step = 0; step < 3; ++step) {
        for (int i = 0; i < 15; ++i) gradients[i] = Real(0.05 * ((i + step) % 5) - 0.08);
        sum += run.add_penalties(weights);
        run.apply(weights, scratch);
    }
    run.finalize(weights);
    run.each_variable(weights, [&](const optimizer_variable<Real>& v) {
        for (std::size_t i = 0; v.data && i < v.shape.size(); ++i) sum += v.data[i];
    });
    for (Real v : values) sum += v;
    return sum;
}

#define SAME(...)                                                                                                      \
    do {                                                                                                               \
        constexpr auto o = __VA_ARGS__;                                                                                \
        constexpr float single = sum_after_steps<float>(o);                                                            \
        constexpr double exact = sum_after_steps<double>(o);                                                           \
        CHECK(std::abs(sum_after_steps<float>(o) - single) <= 3e-6f * (1 + std::abs(single)));                         \
        CHECK(std::abs(sum_after_steps<double>(o) - exact) <= 1e-14 * (1 + std::abs(exact)));                          \
        CHECK(std::abs(single - float(exact)) <= 1e-5f * (1 + std::abs(single)));                                      \
    } while (false)

/// The optimizer on n elements, whose neighbours in memory stay as they are; against the same in double.
template<class Real, class Optimizer>
std::vector<double> run_on(int n, const Optimizer& o) {
    constexpr Real guard = 12345;
    std::vector<Real> values(std::size_t(n) + 40, guard), gradients = values, state, scratch;
    trained_weight<Real> w[1];
    w[0].shape = extents(n), w[0].path = "b", w[0].value = values.data() + 20, w[0].gradient = gradients.data() + 20;
    optimizer_run<Optimizer, Real> run(o);
    for (int i = 0; i < n; ++i) w[0].value[i] = Real(0.3f * float(i % 9) - 1);
    state.assign(run.state_elements(w) + 32, guard), scratch.assign(run.scratch_elements(w), guard);
    run.start(w, state.data());
    for (int step = 0; step < 4; ++step) {
        for (int i = 0; i < n; ++i) w[0].gradient[i] = Real(0.07f * float((i + 3 * step) % 13) - 0.4f);
        run.apply(w, scratch.data());
    }
    for (std::size_t i = 0; i < 20; ++i) {
        CHECK((values[i] == guard && values[values.size() - 1 - i] == guard));
        CHECK((gradients[i] == guard && gradients[gradients.size() - 1 - i] == guard));
    }
    for (std::size_t i = state.size() - 32; i < state.size(); ++i) CHECK(state[i] == guard);
    return {w[0].value, w[0].value + n};
}
template<class Optimizer>
void at_all_lengths(const Optimizer& o) {
    CAPTURE(Optimizer::keras_name);
    for (int n : {1, 2, 3, 4, 5, 7, 8, 9, 13, 15, 16, 17, 31, 33, 49, 64, 65, 131}) {
        const auto is = run_on<float>(n, o), should = run_on<double>(n, o);
        for (std::size_t i = 0; i < is.size(); ++i)
            CHECK(std::abs(is[i] - should[i]) <= 3e-6 + 3e-6 * std::abs(should[i]));
    }
}

template<class Call>
std::string refusal(Call call) {
    try {
        call();
    } catch (const std::invalid_argument& e) { return e.what(); }
    return "";
}

/// One of the user's own: w -= learning_rate sign(g) of the mean gradient.
struct sign_descent : optimizer_options {
    double floor = 0;
    static constexpr std::string_view keras_name = "SignDescent";
    static constexpr auto arguments() { return after_learning_rate(keyword<"floor">{}, &sign_descent::floor); }
    constexpr slot_list slots(const extents&, std::string_view) const { return {}; }

    template<class Real>
    struct formula {
        static constexpr int slots = 0;
        Real learning_rate;
        template<class V>
        constexpr void operator()(V& w, V g, V*) const {
            w = w - lanes::sign(g) * V(learning_rate);
        }
    };
    template<class Real, class Use>
    constexpr void with_formula(const optimizer_step<Real>& step, Use use) const {
        use(formula<Real>{step.learning_rate});
    }
};
constexpr configured<sign_descent> SignDescent{};

} // namespace

static_assert(detail::optimizer_mistake(Adam()).empty() && detail::optimizer_mistake(Muon()).empty());
static_assert(detail::optimizer_mistake(Adam(clipnorm = 1, clipvalue = 2)).view() ==
              "Adam: only one of clipnorm, clipvalue and global_clipnorm may be given");
static_assert(detail::optimizer_mistake(SGD(momentum = 2)).view() == "SGD: momentum must be from 0 to 1");
static_assert(detail::optimizer_mistake(AdamW(weight_decay = None)).view() ==
              "AdamW: weight_decay must be a number, got None");
static_assert(detail::optimizer_mistake(SGD(gradient_accumulation_steps = 1)).view() ==
              "SGD: gradient_accumulation_steps must be at least 2, got 1");
static_assert(detail::optimizer_mistake(SGD(ExponentialDecay(1, 0, 1))).view() == "SGD: decay_steps must be positive");
static_assert(detail::optimizer_mistake(SGD(use_ema = true, ema_momentum = 1.5)).view() ==
              "SGD: ema_momentum must be from 0 to 1, got 1.5");
static_assert(detail::optimizer_of(nadam).keras_name == "Nadam" && detail::optimizer_of(shortcut<"Ftrl">{}).beta == 0);
static_assert(std::is_void_v<detail::optimizer_named<"mse">>);

// which weights are whose
static_assert(Muon().is_orthogonal(extents(2, 3), "dense/kernel") && !Muon().is_orthogonal(extents(3), "dense/bias"));
static_assert(!Muon().is_orthogonal(extents(2, 3), "token_Embedding/embeddings") &&
              Muon(exclude_embeddings = false).is_orthogonal(extents(2, 3), "embedding/embeddings"));
static_assert(!Muon(exclude_layers = "output").is_orthogonal(extents(2, 3), "output/kernel"));
static_assert(Adam().slots(extents(2), "").size == 2 &&
              Adam(amsgrad = true).slots(extents(2), "").at[2].name == "velocity_hat");
static_assert(Adafactor().slots(extents(2, 3, 4), "").at[0].shape == shape<2, 3> &&
              Adafactor().slots(extents(2, 3, 4), "").at[1].shape == shape<2, 4>);

TEST_CASE("optimizers compute the same in constant expressions") {
    SAME(SGD(0.1, momentum = 0.9, nesterov = true, clipnorm = 0.1));
    SAME(Adam(0.01, amsgrad = true, use_ema = true, gradient_accumulation_steps = 2));
    SAME(AdamW(0.01, global_clipnorm = 0.2));
    SAME(RMSprop(0.01, momentum = 0.5, centered = true, clipvalue = 0.05));
    SAME(Adadelta(0.5));
    SAME(Adagrad(0.1));
    SAME(Adamax(0.01));
    SAME(Nadam(CosineDecay(0.1, 10)));
    SAME(Ftrl(0.1, l1_regularization_strength = 0.01));
    SAME(Ftrl(0.1, learning_rate_power = -0.4));
    SAME(Lion(0.01));
    SAME(Lamb(0.01));
    SAME(Adafactor(0.1));
    SAME(Muon(0.01));
    SAME(ScheduleFreeAdamW(0.01));
    SAME(SignDescent(0.25));
}

TEST_CASE("vectors compute what numbers do, at every length, and touch nothing else") {
    at_all_lengths(SGD(0.1));
    at_all_lengths(SGD(0.1, momentum = 0.9, clipvalue = 0.2, weight_decay = 0.1));
    at_all_lengths(SGD(0.1, momentum = 0.9, nesterov = true, clipnorm = 0.2));
    at_all_lengths(Adam(0.1, use_ema = true, ema_overwrite_frequency = 2));
    at_all_lengths(Adam(0.1, amsgrad = true, gradient_accumulation_steps = 2));
    at_all_lengths(RMSprop(0.1, momentum = 0.9));
    at_all_lengths(RMSprop(0.1, centered = true, epsilon = 1e-3));
    at_all_lengths(Adadelta(1));
    at_all_lengths(Adagrad(0.1));
    at_all_lengths(Adamax(0.1));
    at_all_lengths(Nadam(0.1));
    at_all_lengths(Ftrl(0.1));
    at_all_lengths(Ftrl(0.1, learning_rate_power = -0.3));
    at_all_lengths(Lion(0.1));
    at_all_lengths(Lamb(0.1, global_clipnorm = 0.3));
    at_all_lengths(Adafactor(0.1));
    at_all_lengths(Muon(0.1));
    at_all_lengths(ScheduleFreeAdamW(0.1));
    at_all_lengths(SignDescent(0.1));
}

TEST_CASE("the learning rate can be read and changed, but a schedule not by a number") {
    optimizer_run<optimizers::sgd> run(SGD());
    CHECK(run.learning_rate() == 0.01f);
    run.set_learning_rate(0.5);
    CHECK(run.learning_rate() == 0.5f);
    run.set_learning_rate(ExponentialDecay(1, 1, 0.5));
    run.iterations = 2;
    CHECK(run.learning_rate() == 0.25f);
    CHECK(refusal([&] { run.set_learning_rate(0.5); }) ==
          "SGD: learning_rate is a schedule, which no number can replace; hint: learning_rate = a number");
    CHECK(run.learning_rate() == 0.25f);
}

TEST_CASE("a weight that does not learn has no state, no penalty, and stays as it is") {
    float value[2] = {1, 2}, gradient[2] = {1, 1};
    trained_weight<float> w[1];
    w[0].value = value, w[0].gradient = gradient, w[0].shape = extents(2), w[0].path = "frozen/kernel";
    w[0].trainable = false, w[0].penalty = L2(1), w[0].bound = UnitNorm();
    optimizer_run<optimizers::adam> run(Adam(use_ema = true));
    CHECK(run.state_elements(w) == 0);
    run.start(w, nullptr);
    CHECK(run.add_penalties(w) == 0);
    run.apply(w, nullptr);
    run.finalize(w);
    CHECK((value[0] == 1 && value[1] == 2 && gradient[0] == 1));
    CHECK(run.iterations == 1);
}

TEST_CASE("a gradient that is not finite makes weights that are not") {
    for (const std::uint32_t bad : {0x7f800000u, 0x7fc00000u}) // by its bits: -ffast-math has no such numbers
        for (const auto& o : {Adam(), Adam(clipnorm = 1), Adam(global_clipnorm = 1), Adam(weight_decay = 0.1)}) {
            float value[2] = {1, 2}, gradient[2] = {1, 1}, state[64];
            std::memcpy(gradient, &bad, sizeof bad);
            trained_weight<float> w[1];
            w[0].value = value, w[0].gradient = gradient, w[0].shape = extents(2), w[0].path = "kernel";
            optimizer_run<optimizers::adam> run(o);
            run.start(w, state);
            run.apply(w, nullptr);
            CHECK(!math::is_finite(value[0]));
        }
}

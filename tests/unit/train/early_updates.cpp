// Products that make gradients hand them to the optimizer tile by tile: the bits of a training that has all gradients
// first.
#include <cstring>
#include <ctnn/architecture.hpp>
#include <ctnn/run/threads.hpp>
#include <ctnn/train.hpp>
#include <doctest/doctest.h>
#include <initializer_list>
#include <random>

using namespace ctnn;
using namespace ctnn::literals;

namespace {

constexpr passes late{.early_updates = false};

/// Rows and columns that fill vectors and tiles, and that do not.
constexpr auto net = Sequential(Dense(17_c, activation = tanh, input_shape = shape<49>),
                                Dense(15_c, activation = tanh, kernel_constraint = MaxNorm(1.0_c)),
                                Dense(1_c, kernel_regularizer = L2(0.01_c)), Dense(1_c),
                                Dense(17_c, activation = relu, trainable = false_c), Dense(128_c, activation = relu),
                                Dense(3_c, activation = softmax));
/// A training of so many steps goes through a table, where equal ones share code.
constexpr auto deep = functional([] {
    const auto x = Input(shape<49>);
    symbol h = x;
    for (int i = 0; i < 16; ++i) h = Dense(9_c, activation = tanh)(h);
    return Model(inputs = x, outputs = Dense(3_c, activation = softmax)(h));
});

template<class Net, passes P>
using engine = detail::training_engine<typename Net::definition, P, simd::native, losses::categorical_crossentropy>;
constexpr bool on = detail::early_updates_pay(detail::hardware_of<simd::native>);
// not the one that is frozen
static_assert(engine<decltype(net), passes{}>::early_weights.count == (on ? 6 : 0));
static_assert(engine<decltype(net), late>::early_weights.count == 0);
static_assert(engine<decltype(deep), passes{}>::early_weights.count == (on ? 17 : 0) &&
              engine<decltype(deep), passes{}>::program.size > 3 * detail::table_steps / 2);

/// What a few steps leave: losses, weights, and the optimizer's variables.
template<passes P, bool Threads = false, class Net, class Optimizer>
std::vector<float> trained(const Net&, const Optimizer& how, std::size_t samples, [[maybe_unused]] int n = 1) {
    ctnn::model<typename Net::definition, P> m(7);
    auto trainer = compile(m, optimizer = how, loss = categorical_crossentropy);
    std::vector<float> x(samples * 49), y(samples * 3), all;
    std::mt19937 random(3);
    std::normal_distribution<float> normal;
    for (float& v : x) v = normal(random);
    for (std::size_t i = 0; i < samples; ++i) y[i * 3 + random() % 3] = 1;
    for (int i = 0; i < 3; ++i)
        if constexpr (Threads)
            all.push_back(float(trainer.train_on_batch(x, y, threads = n)["loss"]));
        else
            all.push_back(float(trainer.train_on_batch(x, y)["loss"]));
    trainer.each_optimizer_variable([&](const auto& v, bool) {
        if (v.data) all.insert(all.end(), v.data, v.data + v.shape.size());
    });
    for (int i = 0; i < decltype(m)::weight_count; ++i)
        for (float v : m.weight(i)) all.push_back(v);
    return all;
}
void check_bits(const std::vector<float>& got, const std::vector<float>& expected) {
    REQUIRE(got.size() == expected.size());
    CHECK(std::memcmp(got.data(), expected.data(), got.size() * sizeof(float)) == 0);
}
template<bool Threads = false, class Net, class Optimizer>
void check(const Net& net, const Optimizer& how, std::initializer_list<std::size_t> batches = {5, 64}) {
    for (std::size_t samples : batches) {
        CAPTURE(samples);
        const std::vector<float> expected = trained<late>(net, how, samples);
        check_bits(trained<passes{}>(net, how, samples), expected);
        if constexpr (Threads)
            for (int n : {2, 3}) check_bits(trained<passes{}, true>(net, how, samples, n), expected);
    }
}

} // namespace

TEST_CASE("SGD, with momentum, Nesterov's too, a bound, a schedule") {
    check(net, SGD(0.1), {1, 300});
    check(net, SGD(ExponentialDecay(0.1, 2, 0.5), momentum = 0.9, clipvalue = 0.01));
    check(net, SGD(0.1, momentum = 0.9, nesterov = true, weight_decay = 0.1));
}

TEST_CASE("Adam, with what needs whole gradients, too") {
    check<true>(net, Adam(0.01), {1, 5, 64, 300});
    check<true>(net, Adam(0.01, amsgrad = true, weight_decay = 0.1, use_ema = true, ema_overwrite_frequency = 2));
    check(net, Adam(0.01, clipnorm = 0.1));
    check(net, Adam(0.01, global_clipnorm = 0.1));
    check(net, Adam(0.01, gradient_accumulation_steps = 2));
}

TEST_CASE("A product over steps; many equal layers") {
    check(net, Nadam(0.01));
    check<true>(deep, RMSprop(0.01, momentum = 0.5, centered = true));
}

// What passes make of training programs: other operations, the same numbers.
#include <cmath>
#include <ctnn/architecture.hpp>
#include <ctnn/train.hpp>
#include <doctest/doctest.h>
#include <random>

using namespace ctnn;
using namespace ctnn::literals;

namespace {

constexpr passes none{.epilogues = false, .conv_pools = false, .winograd = false, .share_memory = false};

constexpr auto net = Sequential(Conv2D(16_c, 3_c, activation = relu, padding = same, input_shape = shape<15, 16, 2>),
                                Conv2D(16_c, 3_c, activation = relu, padding = same), MaxPooling2D(2_c), Flatten(),
                                Dense(5_c, activation = tanh), Dense(3_c, activation = softmax));
using definition = decltype(net)::definition;

template<passes P>
constexpr int count(ops::op_kind kind) {
    constexpr const auto& p =
        detail::training_compilation<definition, true, P, hardware{16, 32}, losses::categorical_crossentropy>::value;
    int n = 0;
    for (int i = 0; i < p.size; ++i) n += p.op(i).kind == kind;
    return n;
}
using k = ops::op_kind;
/// Elements that sums over samples read: of biases and of the loss.
template<passes P>
constexpr int summed() {
    constexpr const auto& p =
        detail::training_compilation<definition, true, P, hardware{16, 32}, losses::categorical_crossentropy>::value;
    int n = 0;
    for (int i = 0; i < p.size; ++i)
        if (p.op(i).kind == k::reduce && p.op(i).across) n += int(p.op(p.op(i).in[0]).out.size());
    return n;
}

// biases and activations: two convolutions, two products; the ReLU in front of the pooling goes behind it
static_assert(count<none>(k::map) == 3 && count<passes{}>(k::map) == 1);
static_assert(count<none>(k::conv) == 3 && count<passes{.winograd = false}>(k::conv) == 3);
// the bias in front of the pooling: its gradient is the sum of 7 x 8, not of 15 x 16
static_assert(summed<none>() - summed<passes{}>() == (15 * 16 - 7 * 8) * 16);
// forward and backward
static_assert(count<none>(k::winograd) == 0 && count<passes{}>(k::winograd) == 2 && count<passes{}>(k::conv) == 1);
static_assert(count<passes{}>(k::winograd_weights) == 2);

template<passes P>
std::vector<float> trained(double& last) {
    model<definition, P> m(7);
    auto trainer = compile(m, optimizer = SGD(learning_rate = 0.1), loss = categorical_crossentropy);
    constexpr std::size_t samples = 17;
    std::vector<float> x(samples * 15 * 16 * 2), y(samples * 3);
    std::mt19937 random(3);
    std::normal_distribution<float> normal;
    for (float& v : x) v = normal(random);
    for (std::size_t i = 0; i < samples; ++i) y[i * 3 + random() % 3] = 1;
    for (int i = 0; i < 2; ++i) last = trainer.train_on_batch(x, y);
    std::vector<float> all;
    for (int i = 0; i < decltype(m)::weight_count; ++i)
        for (float v : m.weight(i)) all.push_back(v);
    return all;
}

} // namespace

TEST_CASE("Training with passes gives what it gives without") {
    double expected = 0, loss = 0;
    const std::vector<float> with = trained<passes{}>(loss), without = trained<none>(expected);
    CHECK(std::fabs(loss - expected) <= 1e-5 * expected);
    for (std::size_t i = 0; i < with.size(); ++i)
        CHECK(std::fabs(with[i] - without[i]) <= 1e-6f + 1e-5f * std::fabs(without[i]));
}

// activations = fast and winograd = false_c beside ordinary models in one program.
#include "waves.hpp"
#include <cmath>
#include <ctnn/ctnn.hpp>
#include <doctest/doctest.h>
#include <limits>

using namespace ctnn;
using namespace ctnn::literals;
using test::difference, test::waves;

namespace {

template<class Net>
void stays_close(const Net& net, float size = 3) {
    const auto accurate_model = net.build(seed = 3, activations = accurate);
    const auto fast_model = net.build(seed = 3, activations = fast);
    static_assert(std::is_same_v<decltype(accurate_model), decltype(net.build(seed = 3)) const>);
    using input = typename detail::tensor_shaped<Net::input_shape>::type;
    const auto x = waves<input>(size);
    const auto y = accurate_model.predict(x), z = fast_model.predict(x);
    CHECK(y == net.build(seed = 3).predict(x));
    CHECK(y != z);
    CHECK(difference(z, y) < 1);
    const std::vector<input> xs(64, x); // whole blocks, whatever a block is
    const auto many = fast_model.predict(xs), exact = accurate_model.predict(xs);
    CHECK(difference(many[0], exact[0]) < 1);
    CHECK(many[63] == many[0]);
}

} // namespace

TEST_CASE("fast activations stay within Keras' tolerance") {
    stays_close(Sequential(Dense(21_c, activation = tanh, input_shape = shape<9>)));
    stays_close(Sequential(Conv2D(5_c, 3_c, activation = silu, input_shape = shape<8, 9, 2>)));
    stays_close(Sequential(Dense(7_c, activation = softmax, input_shape = shape<5>)));
    stays_close(Sequential(Dense(70_c, activation = log_softmax, input_shape = shape<3, 5>)));
}

TEST_CASE("fast recurrences stay within Keras' tolerance") {
    stays_close(Sequential(LSTM(13_c, input_shape = shape<7, 4>)));
    stays_close(Sequential(GRU(24_c, input_shape = shape<9, 1>)));
    stays_close(Sequential(GRU(40_c, reset_after = false_c, input_shape = shape<5, 3>)));
    stays_close(Sequential(SimpleRNN(20_c, input_shape = shape<6, 3>)));
}

TEST_CASE("accurate functions are what they are without fast ones beside them") {
    constexpr auto plain = Sequential(Dense(40_c, input_shape = shape<8>));
    constexpr auto net = Sequential(Dense(40_c, activation = tanh, input_shape = shape<8>));
    const auto x = waves<tensor<float, 8>>(4);
    const auto sums = plain.build(seed = 1).predict(x);
    tensor<float, 40> y;
    detail::map_elements<simd::native, ops::function_of(ops::function_kind::tanh)>(sums.data(), y.data(), 40);
    CHECK(net.build(seed = 1).predict(x) == y);
    CHECK(net.build(seed = 1, activations = fast).predict(x) != y);
}

TEST_CASE("a stream's steps are fast where its model is") {
    constexpr auto net = Sequential(LSTM(12_c, return_sequences = true_c, input_shape = shape<6, 3>));
    const auto model = net.build(seed = 2, activations = fast);
    const auto x = waves<tensor<float, 6, 3>>(2);
    const auto y = model.predict(x);
    auto stream = model.stream();
    for (int t = 0; t < 6; ++t) {
        tensor<float, 3> now;
        for (int i = 0; i < 3; ++i) now[i] = x[t][i];
        const auto step = stream.step(now);
        for (int i = 0; i < 12; ++i) CHECK(step[i] == y[t][i]);
    }
}

TEST_CASE("without Winograd's filtering weights take their own size and what is not finite reaches its window alone") {
    constexpr auto net = Sequential(Conv2D(32_c, 3_c, padding = same, input_shape = shape<16, 16, 32>));
    const auto model = net.build(seed = 6);
    static_assert(std::is_same_v<decltype(model), decltype(net.build(seed = 6, winograd = true_c)) const>);
    const auto without = net.build(winograd = false_c, seed = 6);
    static_assert(decltype(without)::weight_bytes == 4 * (9 * 32 * 32 + 32));
    static_assert(decltype(model)::weight_bytes >= decltype(without)::weight_bytes);
    auto x = waves<tensor<float, 16, 16, 32>>(1);
    const auto y = model.predict(x), z = without.predict(x);
    CHECK(difference(z, y) < 0.25);
    CHECK(without.predict(std::vector(20, x))[19] == z);
    x[5][6][7] = std::numeric_limits<float>::quiet_NaN();
    const auto spread = without.predict(x);
    for (int i = 0; i < 16; ++i)
        for (int j = 0; j < 16; ++j) {
            const bool reads = i >= 4 && i <= 6 && j >= 5 && j <= 7;
            for (int f = 0; f < 32; ++f) CHECK((reads ? std::isnan(spread[i][j][f]) : spread[i][j][f] == z[i][j][f]));
        }
}

TEST_CASE("what has no fast form is the same in both") {
    constexpr auto net = Sequential(Dense(6_c, activation = relu, input_shape = shape<5>));
    const auto x = waves<tensor<float, 5>>(1);
    CHECK(net.build(seed = 1, activations = fast).predict(x) == net.build(seed = 1).predict(x));
}

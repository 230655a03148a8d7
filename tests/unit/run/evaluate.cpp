#include <ctnn/ctnn.hpp>
#include <cmath>
#include <doctest/doctest.h>

using namespace ctnn;
using namespace ctnn::literals;

namespace {

constexpr auto exclusive_or = Sequential(Dense(2_c, activation = relu, input_shape = shape<2>), Dense(1_c));
// a + b - 2 max(a + b - 1, 0)
constexpr auto weights = tuple(tensor<float, 2, 2>{{1, 1}, {1, 1}}, tensor<float, 2>{0, -1}, tensor<float, 2, 1>{{1}, {-2}},
                               tensor<float, 1>{0});
constexpr float value(float a, float b) { return exclusive_or(weights, tensor<float, 2>{a, b})[0]; }

constexpr auto two = functional([] {
    auto a = Input(shape<2>), b = Input(shape<2>);
    auto sum = Add()(a, b);
    return Model(inputs = tuple(a, b), outputs = tuple(sum, Softmax()(sum)));
});
constexpr auto both = two(tuple(), tensor<float, 2>{1, 2}, tensor<float, 2>{3, 3});

} // namespace

TEST_CASE("A trained network is evaluated by the compiler") {
    static_assert(value(0, 0) == 0 && value(1, 1) == 0 && value(1, 0) == 1 && value(0, 1) == 1);
    constexpr std::array<float, 9> flat = {1, 1, 1, 1, 0, -1, 1, -2, 0};
    static_assert(exclusive_or(flat, tensor<float, 2>{1, 0})[0] == 1);
    CHECK(value(1, 0) == 1);
}

TEST_CASE("Several inputs and outputs in a constant expression") {
    static_assert(std::get<0>(both) == tensor<float, 2>{4, 5});
    CHECK(std::abs(std::get<1>(both)[1] - 0.7310586f) < 1e-6f);
}

TEST_CASE("The constant expression and the kernels agree") {
    static constexpr auto net = Sequential(Conv2D(3_c, 2_c, activation = tanh, input_shape = shape<4, 4, 1>), Flatten(),
                                    Dense(2_c, activation = sigmoid));
    static constexpr std::array<float, net.param_count> w = [] {
        std::array<float, net.param_count> a{};
        for (std::size_t i = 0; i < a.size(); ++i) a[i] = float(int(i * 7 % 11) - 5) / 10;
        return a;
    }();
    constexpr tensor<float, 4, 4, 1> x = [] {
        tensor<float, 4, 4, 1> t{};
        for (std::size_t i = 0; i < t.size(); ++i) t.data()[i] = float(int(i * 5 % 9) - 4) / 4;
        return t;
    }();
    constexpr auto y = net(w, x);
    auto model = net.build(seed = 1);
    std::size_t at = 0;
    for (int i = 0; i < model.weight_count; ++i)
        for (float& v : model.weight(i)) v = w[at++];
    model.prepare();
    const auto z = model.predict(x);
    for (int i = 0; i < 2; ++i) CHECK(std::abs(z[i] - y[i]) <= 1e-6f + 1e-5f * std::abs(y[i]));
}

// activations = fast and weight_dtype = bf16 beside ordinary models in one program.
#include <cmath>
#include <ctnn/ctnn.hpp>
#include <doctest/doctest.h>

using namespace ctnn;
using namespace ctnn::literals;

namespace {

template<class T>
T waves(float size) {
    T x;
    for (std::size_t i = 0; i < x.size(); ++i) x.data()[i] = size * std::sin(1 + 0.7f * float(i));
    return x;
}
/// The largest difference, as a part of what Keras' tolerance allows.
template<class T>
float difference(const T& a, const T& b) {
    float most = 0;
    for (std::size_t i = 0; i < a.size(); ++i) {
        const float off = std::abs(a.data()[i] - b.data()[i]) / (1e-5f + 1e-4f * std::abs(b.data()[i]));
        if (!(off <= most)) most = off;
    }
    return most;
}

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
    const std::vector<input> xs(37, x);
    const auto many = fast_model.predict(xs), exact = accurate_model.predict(xs);
    CHECK(difference(many[0], exact[0]) < 1);
    CHECK(many[36] == many[0]);
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

TEST_CASE("what has no fast form is the same in both") {
    constexpr auto net = Sequential(Dense(6_c, activation = relu, input_shape = shape<5>));
    const auto x = waves<tensor<float, 5>>(1);
    CHECK(net.build(seed = 1, activations = fast).predict(x) == net.build(seed = 1).predict(x));
}

namespace {

/// As weight_dtype = bf16 reads them.
template<class Model>
void round_kernels(Model& m) {
    for (int i = 0; i < m.weight_count; ++i)
        if (m.weight_shape(i).rank > 1 && m.weight_shape(i).last() > 1)
            for (float& v : m.weight(i)) v = math::from_bf16(math::to_bf16(v));
    m.prepare();
}

/// Against the same network whose weights are rounded beforehand.
template<class Net>
void reads_rounded_kernels(const Net& net) {
    using input = typename detail::tensor_shaped<Net::input_shape>::type;
    const auto halved = net.build(seed = 5, weight_dtype = bf16);
    auto rounded = net.build(seed = 5);
    const auto x = waves<input>(1);
    CHECK(halved.predict(x) != rounded.predict(x));
    CHECK(difference(halved.predict(x), rounded.predict(x)) < 1e3f); // 2^-8 of each weight
    round_kernels(rounded);
    CHECK(difference(halved.predict(x), rounded.predict(x)) < 1);
    std::vector<input> xs;
    for (int i = 0; i < 21; ++i) xs.push_back(waves<input>(0.1f * float(i + 1)));
    const auto y = halved.predict(xs), z = rounded.predict(xs);
    for (std::size_t i = 0; i < xs.size(); ++i) CHECK(difference(y[i], z[i]) < 1);
}

} // namespace

TEST_CASE("weight_dtype = bf16 computes with rounded kernels, one sample and many") {
    reads_rounded_kernels(Sequential(Dense(16_c, activation = relu, input_shape = shape<32>), Dense(1_c)));
    reads_rounded_kernels(Sequential(Dense(130_c, activation = relu, input_shape = shape<71>),
                                     Dense(70_c, activation = relu), Dense(10_c, activation = softmax)));
    reads_rounded_kernels(Sequential(Dense(19_c, activation = tanh, input_shape = shape<3, 40>)));
}

TEST_CASE("weight_dtype = bf16 halves what a prediction reads of kernels") {
    constexpr auto net = Sequential(Dense(128_c, input_shape = shape<784>), Dense(64_c), Dense(256_c));
    const auto model = net.build();
    const auto halved = net.build(weight_dtype = bf16);
    constexpr std::size_t biases = 4 * (128 + 64 + 256), kernels = 4 * (784 * 128 + 128 * 64 + 64 * 256);
    static_assert(decltype(model)::weight_bytes == net.weight_bytes && net.weight_bytes == biases + kernels);
    static_assert(decltype(halved)::weight_bytes == biases + kernels / 2);
}

TEST_CASE("the weights of a model with weight_dtype = bf16 stay what they are") {
    constexpr auto net = Sequential(Dense(6_c, input_shape = shape<5>), Dense(4_c));
    auto model = net.build(seed = 7);
    auto halved = net.build(seed = 7, weight_dtype = bf16, activations = fast);
    CHECK(halved.get_weights() == model.get_weights());
    const auto x = waves<tensor<float, 5>>(1);
    const auto before = halved.predict(x);
    auto other = net.build(seed = 8);
    halved.set_weights(other.get_weights());
    CHECK(halved.get_weights() == other.get_weights());
    CHECK(halved.predict(x) != before);
    CHECK(difference(halved.predict(x), other.predict(x)) < 1e3f);
    halved.copy_weights(model);
    CHECK(halved.predict(x) == before);
}

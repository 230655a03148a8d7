// weight_dtype = bf16 beside ordinary models in one program.
#include "waves.hpp"
#include <cmath>
#include <cstring>
#include <ctnn/ctnn.hpp>
#include <ctnn/program/interpret.hpp>
#include <doctest/doctest.h>

using namespace ctnn;
using namespace ctnn::literals;
using test::difference, test::waves;

namespace {

constexpr int L = simd::lanes<simd::batch<simd::native>>;

/// The same as a part of the largest number.
template<class T>
float error(const T& a, const T& b) {
    float most = 0, size = 0;
    for (std::size_t i = 0; i < a.size(); ++i) {
        const float off = std::abs(a.data()[i] - b.data()[i]);
        if (!(off <= most)) most = off;
        size = std::max(size, std::abs(b.data()[i]));
    }
    return most / size;
}

/// As weight_dtype = bf16 reads them.
template<class Model>
void round_kernels(Model& m) {
    for (int i = 0; i < m.weight_count; ++i)
        if (m.weight_name(i) != "bias")
            for (float& v : m.weight(i)) v = math::from_bf16(math::to_bf16(v));
}
/// What the operations say.
template<class Model, class X>
auto interpreted(const Model& m, const X& x) {
    static constexpr auto& p = detail::compilation<typename Model::definition>::lowered;
    decltype(m.predict(x)) y;
    const float* in[] = {x.data()};
    float* out[] = {y.data()};
    detail::interpret<float>(
        p.steps, p.size, p.outputs, p.output_count, [&](int i) { return m.weight(i).data(); }, in, out);
    return y;
}

/// Against the definition with rounded kernels, and not far from the network with kernels as they are.
template<class Net>
void reads_rounded_kernels(const Net& net) {
    using input = typename detail::tensor_shaped<Net::input_shape>::type;
    const auto halved = net.build(seed = 5, weight_dtype = bf16);
    auto rounded = net.build(seed = 5);
    const auto x = waves<input>(1);
    const auto y = halved.predict(x), exact = rounded.predict(x);
    CHECK(y != exact);
    CHECK(error(y, exact) < 0.02f); // 2^-8 of each weight
    round_kernels(rounded);
    CHECK(difference(y, interpreted(rounded, x)) < 1);
    std::vector<input> xs;
    for (int i = 0; i < 2 * L + L / 2 + 1; ++i) xs.push_back(waves<input>(0.1f * float(i + 1)));
    const auto many = halved.predict(xs);
    for (std::size_t i = 0; i < xs.size(); ++i) CHECK(difference(many[i], interpreted(rounded, xs[i])) < 1);
    static_assert(decltype(halved)::weight_bytes < Net::weight_bytes);
}

/// What has no form for it.
template<class Net>
void stays_as_it_is(const Net& net) {
    using input = typename detail::tensor_shaped<Net::input_shape>::type;
    const auto halved = net.build(seed = 5, weight_dtype = bf16);
    const auto x = waves<input>(1);
    CHECK(halved.predict(x) == net.build(seed = 5).predict(x));
    static_assert(decltype(halved)::weight_bytes == Net::weight_bytes);
}

/// Row after row what predict makes of the sequence.
template<class Net, int Steps, int Features>
void streams(const Net& net, const tensor<float, Steps, Features>& x) {
    const auto model = net.build(seed = 2, weight_dtype = bf16);
    const auto y = model.predict(x);
    auto stream = model.stream();
    const std::size_t row = y.size() / Steps;
    for (int t = 0; t < Steps; ++t) {
        tensor<float, Features> now;
        std::memcpy(now.data(), x.data() + t * Features, sizeof(float) * Features);
        const auto step = stream.step(now);
        REQUIRE(step.size() == row);
        for (std::size_t i = 0; i < row; ++i)
            CHECK(std::abs(step.data()[i] - y.data()[std::size_t(t) * row + i]) <= 1e-6f);
    }
}

} // namespace

TEST_CASE("products read rounded kernels, one sample and many") {
    reads_rounded_kernels(Sequential(Dense(16_c, activation = relu, input_shape = shape<32>), Dense(3_c)));
    reads_rounded_kernels(Sequential(Dense(130_c, activation = relu, input_shape = shape<71>),
                                     Dense(70_c, activation = relu), Dense(10_c, activation = softmax)));
    reads_rounded_kernels(Sequential(Dense(19_c, activation = tanh, input_shape = shape<3, 40>)));
}

namespace {

template<int Filters>
constexpr auto images = functional([] {
    auto x = Input(shape<9, 8, 3>);
    auto h = Conv2D(Filters, 3, padding = same, activation = relu)(x);
    h = Conv2D(Filters, 1, activation = tanh)(h);
    h = Conv2D(2 * L, 3, strides = 2)(h);
    return Model(inputs = x, outputs = h);
});
template<int Filters>
constexpr auto lines = functional([] {
    auto x = Input(shape<13, 2>);
    auto h = Conv1D(Filters, 3, padding = causal, activation = relu)(x);
    h = Conv1D(2 * L, 2, padding = causal)(h);
    h = Conv1D(L + 1, 2, padding = causal, dilation_rate = 4)(h);
    return Model(inputs = x, outputs = h);
});
template<int Units>
constexpr auto recurrences = functional([] {
    auto x = Input(shape<7, 5>);
    auto h = LSTM(Units, return_sequences = true)(x);
    h = GRU(Units, return_sequences = true)(h);
    h = GRU(Units, return_sequences = true, reset_after = false)(h);
    h = SimpleRNN(Units, return_sequences = true)(h);
    return Model(inputs = x, outputs = h);
});

} // namespace

TEST_CASE("convolutions read rounded kernels, one sample and many") {
    reads_rounded_kernels(images<L - 1>);
    reads_rounded_kernels(images<L + 1>);
    reads_rounded_kernels(lines<L + 1>);
    reads_rounded_kernels(lines<3 * L + 1>);
    reads_rounded_kernels(
        Sequential(Conv2D(32_c, 3_c, padding = same, activation = relu, input_shape = shape<8, 8, 32>),
                   MaxPooling2D(2_c), Conv2D(32_c, 3_c, padding = same)));
}

TEST_CASE("recurrences read rounded kernels, one sample and many") {
    reads_rounded_kernels(Sequential(LSTM(1_c, input_shape = shape<6, 5>)));
    reads_rounded_kernels(Sequential(GRU(1_c, input_shape = shape<6, 5>)));
    reads_rounded_kernels(Sequential(SimpleRNN(1_c, input_shape = shape<6, 5>)));
    reads_rounded_kernels(recurrences<L - 1>);
    reads_rounded_kernels(recurrences<L + 1>);
    reads_rounded_kernels(Sequential(LSTM(33_c, input_shape = shape<6, 1>)));
    reads_rounded_kernels(Sequential(Bidirectional(GRU(20_c), input_shape = shape<5, 3>)));
}

TEST_CASE("a stream reads rounded kernels, too") {
    streams(recurrences<L + 1>, waves<tensor<float, 7, 5>>(1));
    streams(lines<L + 1>, waves<tensor<float, 13, 2>>(1));
    streams(Sequential(Conv1D(32_c, 3_c, padding = causal, input_shape = shape<12, 32>)),
            waves<tensor<float, 12, 32>>(1));
}

TEST_CASE("BatchNormalization is folded into a kernel before it is rounded") {
    constexpr auto net =
        Sequential(Conv2D(24_c, 3_c, use_bias = false_c, input_shape = shape<6, 7, 2>), BatchNormalization());
    auto model = net.build(seed = 4);
    auto halved = net.build(seed = 4, weight_dtype = bf16);
    for (auto* variance : {&model.weight(4)[0], &halved.weight(4)[0]})
        for (int i = 0; i < 24; ++i) variance[i] = 0.3f + 0.1f * float(i);
    model.prepare(), halved.prepare();
    const auto x = waves<tensor<float, 6, 7, 2>>(1);
    CHECK(error(halved.predict(x), model.predict(x)) < 0.01f);
    CHECK(halved.predict(x) != model.predict(x));
}

TEST_CASE("kernels that have no form in half the memory are as they are") {
    stays_as_it_is(Sequential(Dense(1_c, input_shape = shape<9>)));
    stays_as_it_is(Sequential(Conv1D(32_c, 3_c, dilation_rate = 2_c, input_shape = shape<9, 3>)));
    stays_as_it_is(Sequential(Conv2D(1_c, 3_c, input_shape = shape<6, 6, 5>), Conv2D(2_c, 3_c)));
    stays_as_it_is(Sequential(Conv2D(32_c, 3_c, groups = 2_c, input_shape = shape<6, 6, 4>)));
    stays_as_it_is(Sequential(Conv2DTranspose(20_c, 3_c, input_shape = shape<4, 4, 3>)));
    stays_as_it_is(Sequential(DepthwiseConv2D(3_c, input_shape = shape<6, 6, 20>)));
    stays_as_it_is(Sequential(Embedding(9_c, 20_c, input_shape = shape<4>)));
}

TEST_CASE("half of what a prediction reads of kernels") {
    constexpr auto net = Sequential(Dense(128_c, input_shape = shape<784>), Dense(64_c), Dense(256_c));
    const auto model = net.build();
    const auto halved = net.build(weight_dtype = bf16);
    constexpr std::size_t biases = 4 * (128 + 64 + 256), kernels = 4 * (784 * 128 + 128 * 64 + 64 * 256);
    static_assert(decltype(model)::weight_bytes == net.weight_bytes && net.weight_bytes == biases + kernels);
    static_assert(decltype(halved)::weight_bytes == biases + kernels / 2);
    constexpr auto convolution = Sequential(Conv2D(64_c, 3_c, padding = same, input_shape = shape<16, 16, 64>));
    static_assert(decltype(convolution.build(weight_dtype = bf16))::weight_bytes == 4 * (64 + 9 * 64 * 64 / 2));
    constexpr auto recurrence = Sequential(LSTM(64_c, input_shape = shape<9, 32>));
    static_assert(recurrence.weight_bytes == 4 * 256 * (32 + 1 + 64));
    static_assert(decltype(recurrence.build(weight_dtype = bf16))::weight_bytes == 4 * 256 * (32 / 2 + 1 + 64 / 2));
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

// Networks that get their sequence one time step at a time.
#include <cmath>
#include <cstring>
#include <ctnn/ctnn.hpp>
#include <doctest/doctest.h>

using namespace ctnn;
using namespace ctnn::literals;

namespace {

/// Numbers that differ from element to element.
template<class X>
X spread() {
    X x;
    for (std::size_t i = 0; i < x.size(); ++i) x.data()[i] = std::sin(float(i) * 1.7f);
    return x;
}

/// filtered: by Winograd, to twice the error.
enum class expected { bits, tolerance, filtered };

/// Each row of what predict makes of a whole sequence, against step after step; again after a reset.
template<class Net, int Steps, int... Features>
void rows_agree(Net net, const tensor<float, Steps, Features...>& x, expected e) {
    const auto model = net.build(seed = 3);
    const auto y = model.predict(x);
    auto stream = model.stream();
    const std::size_t row = y.size() / Steps, in = x.size() / Steps;
    for (int again = 0; again < 2; ++again, stream.reset()) {
        int wrong = 0;
        for (int t = 0; t < Steps; ++t) {
            tensor<float, Features...> step;
            std::memcpy(step.data(), x.data() + std::size_t(t) * in, in * sizeof(float));
            const auto got = stream.step(step);
            REQUIRE(got.size() == row);
            for (std::size_t i = 0; i < row; ++i) {
                const float a = got.data()[i], b = y.data()[std::size_t(t) * row + i];
                const float most = e == expected::filtered ? 1e-5f : 1e-6f;
                wrong += e == expected::bits ? a != b : !(std::abs(a - b) <= most + most * std::abs(b));
            }
        }
        CHECK(wrong == 0);
    }
}

template<class Net>
constexpr std::string_view mistake(Net) {
    return ctnn::detail::stream_mistake<typename Net::definition>::value.view();
}

template<class Net>
constexpr int filtered(Net) {
    const auto& p = ctnn::compiled<typename Net::definition>::program;
    int n = 0;
    for (int i = 0; i < p.size; ++i) n += p.op(i).kind == ops::op_kind::winograd;
    return n;
}

} // namespace

TEST_CASE("recurrent layers step by step are those of the whole sequence, to the last bit") {
    rows_agree(Sequential(LSTM(20_c, return_sequences = true_c, input_shape = shape<9, 1>)),
               spread<tensor<float, 9, 1>>(), expected::bits);
    rows_agree(Sequential(LSTM(24_c, return_sequences = true_c, input_shape = shape<9, 7>),
                          GRU(5_c, return_sequences = true_c), SimpleRNN(17_c, return_sequences = true_c),
                          GRU(24_c, return_sequences = true_c, reset_after = false_c)),
               spread<tensor<float, 9, 7>>(), expected::bits);
    rows_agree(Sequential(LSTM(20_c, return_sequences = true_c, input_shape = shape<35, 1>), Dense(1_c, activation = tanh)),
               spread<tensor<float, 35, 1>>(), expected::bits);
}

TEST_CASE("layers that work on each time step stand between recurrent ones") {
    rows_agree(Sequential(LSTM(20_c, return_sequences = true_c, input_shape = shape<9, 3>),
                          Dense(6_c, activation = relu), BatchNormalization(), Dropout(0.5_c),
                          TimeDistributed(Dense(4_c)), LayerNormalization(), Activation(tanh),
                          GRU(8_c, return_sequences = true_c), Dense(2_c, activation = softmax)),
               spread<tensor<float, 9, 3>>(), expected::tolerance);
    rows_agree(functional([] {
                   auto x = Input(shape<7, 4>);
                   auto h = GRU(4, return_sequences = true_c)(x);
                   return Model(inputs = x, outputs = Concatenate()(Add()(x, h), Dense(3)(h)));
               }),
               spread<tensor<float, 7, 4>>(), expected::tolerance);
    rows_agree(Sequential(TimeDistributed(Conv1D(3_c, 2_c), input_shape = shape<5, 6, 2>), TimeDistributed(Flatten()),
                          LSTM(4_c, return_sequences = true_c)),
               spread<tensor<float, 5, 6, 2>>(), expected::tolerance);
}

TEST_CASE("without return_sequences every step gives what follows from the sequence until then") {
    constexpr auto net = Sequential(GRU(12_c, return_sequences = true_c, input_shape = shape<6, 2>), LSTM(16_c),
                                    Dense(3_c, activation = sigmoid));
    const auto model = net.build(seed = 8);
    const auto x = spread<tensor<float, 6, 2>>();
    auto stream = model.stream();
    static_assert(std::is_same_v<decltype(stream)::input_type, tensor<float, 2>>);
    static_assert(std::is_same_v<decltype(stream)::output_type, tensor<float, 3>>);
    tensor<float, 3> y;
    for (int t = 0; t < 6; ++t) y = stream.step({x.data()[2 * t], x.data()[2 * t + 1]});
    CHECK(y == model.predict(x));
}

TEST_CASE("causal convolutions step by step are those of the whole sequence, to the last bit") {
    rows_agree(Sequential(Conv1D(20_c, 3_c, padding = causal, activation = relu, input_shape = shape<23, 5>),
                          Conv1D(33_c, 2_c, padding = causal, dilation_rate = 4_c),
                          Conv1D(9_c, 4_c, padding = causal, dilation_rate = 2_c, use_bias = false_c),
                          Conv1D(70_c, 1_c, activation = tanh), Conv1D(12_c, 5_c, padding = causal)),
               spread<tensor<float, 23, 5>>(), expected::bits);
    rows_agree(
        Sequential(Conv1D(24_c, 3_c, padding = causal, groups = 2_c, dilation_rate = 3_c, input_shape = shape<11, 8>),
                   Conv1D(12_c, 2_c, padding = causal, groups = 12_c), Conv1D(3_c, 3_c, padding = causal)),
        spread<tensor<float, 11, 8>>(), expected::bits);
    rows_agree(Sequential(Conv1D(1_c, 7_c, padding = causal, input_shape = shape<9, 1>),
                          Conv1D(1_c, 9_c, padding = causal), Conv1D(4_c, 3_c, padding = causal)),
               spread<tensor<float, 9, 1>>(), expected::bits);
    // a window that is longer than the sequence
    rows_agree(Sequential(Conv1D(20_c, 3_c, padding = causal, dilation_rate = 6_c, input_shape = shape<5, 2>)),
               spread<tensor<float, 5, 2>>(), expected::bits);
}

TEST_CASE("dilated convolutions of few filters add several taps at once in a stream") {
    rows_agree(Sequential(Conv1D(3_c, 3_c, padding = causal, dilation_rate = 2_c, input_shape = shape<13, 3>),
                          Conv1D(1_c, 5_c, padding = causal, dilation_rate = 3_c)),
               spread<tensor<float, 13, 3>>(), expected::tolerance);
}

TEST_CASE("residual blocks of causal convolutions") {
    rows_agree(functional([] {
                   auto x = Input(shape<40, 6>);
                   auto h = Conv1D(19, 3, padding = causal, activation = relu)(x);
                   for (int d : {2, 4, 8}) {
                       auto f = Conv1D(19, 3, padding = causal, dilation_rate = d)(h);
                       f = Activation(relu)(BatchNormalization()(f));
                       h = Add()(h, Conv1D(19, 3, padding = causal, dilation_rate = d, activation = relu)(f));
                   }
                   return Model(inputs = x, outputs = Dense(4)(h));
               }),
               spread<tensor<float, 40, 6>>(), expected::tolerance);
    rows_agree(Sequential(Conv1D(12_c, 3_c, padding = causal, input_shape = shape<12, 3>),
                          LSTM(8_c, return_sequences = true_c), Conv1D(10_c, 2_c, padding = causal)),
               spread<tensor<float, 12, 3>>(), expected::bits);
}

TEST_CASE("zeros in front of a convolution make it causal") {
    rows_agree(Sequential(ZeroPadding1D(shape<4, 0>, input_shape = shape<12, 9>),
                          Conv1D(17_c, 3_c, dilation_rate = 2_c), ZeroPadding1D(shape<2, 0>), DepthwiseConv1D(3_c),
                          ZeroPadding1D(shape<1, 0>), SeparableConv1D(10_c, 2_c)),
               spread<tensor<float, 12, 9>>(), expected::tolerance);
    rows_agree(Sequential(ZeroPadding2D(tuple(shape<2, 0>, shape<1, 1>), input_shape = shape<9, 6, 2>),
                          Conv2D(10_c, 3_c), ZeroPadding2D(tuple(shape<2, 0>, shape<0, 0>)), DepthwiseConv2D(3_c),
                          TimeDistributed(Flatten()), Dense(3_c)),
               spread<tensor<float, 9, 6, 2>>(), expected::tolerance);
}

TEST_CASE("convolutions by Winograd's filtering stream with the weights that the model has") {
    constexpr auto net = functional([] {
        auto x = Input(shape<64, 16>);
        auto h = BatchNormalization()(Conv1D(64, 3, padding = causal, use_bias = false)(x));
        h = Add()(h, Conv1D(64, 3, padding = causal, dilation_rate = 4, activation = relu)(h));
        return Model(inputs = x, outputs = Conv1D(32, 3, padding = causal, dilation_rate = 2)(h));
    });
    CHECK(filtered(net) > 0);
    rows_agree(net, spread<tensor<float, 64, 16>>(), expected::filtered);
    constexpr auto padded =
        Sequential(ZeroPadding1D(shape<4, 0>, input_shape = shape<60, 64>), Conv1D(64_c, 3_c, dilation_rate = 2_c),
                   BatchNormalization(), ZeroPadding1D(shape<2, 0>), Conv1D(64_c, 3_c, activation = relu));
    CHECK(filtered(padded) > 0);
    rows_agree(padded, spread<tensor<float, 60, 64>>(), expected::filtered);
    constexpr auto plane =
        Sequential(ZeroPadding2D(tuple(shape<2, 0>, shape<1, 1>), input_shape = shape<16, 16, 32>), Conv2D(32_c, 3_c));
    CHECK(filtered(plane) > 0);
    rows_agree(plane, spread<tensor<float, 16, 16, 32>>(), expected::filtered);
}

TEST_CASE("what follows from a whole sequence may be a sequence of its own") {
    constexpr auto net = Sequential(LSTM(3_c, input_shape = shape<4, 2>), RepeatVector(3_c),
                                    LSTM(4_c, return_sequences = true_c), Conv1D(5_c, 2_c));
    const auto model = net.build(seed = 5);
    const auto x = spread<tensor<float, 4, 2>>();
    auto stream = model.stream();
    tensor<float, 2, 5> y;
    for (int t = 0; t < 4; ++t) y = stream.step({x.data()[2 * t], x.data()[2 * t + 1]});
    CHECK(y == model.predict(x));
}

TEST_CASE("a copy goes on from where the original is") {
    constexpr auto net = Sequential(GRU(3_c, return_sequences = true_c, input_shape = shape<4, 1>));
    const auto model = net.build(seed = 1);
    auto first = model.stream();
    first.step({1.f});
    auto second = first;
    CHECK(first.step({2.f}) == second.step({2.f}));
    first.reset();
    CHECK(!(first.step({2.f}) == second.step({2.f})));
}

TEST_CASE("networks that cannot stream are told which layer it is") {
    static_assert(mistake(Sequential(LSTM(3_c, input_shape = shape<4, 2>), Dense(2_c))).empty());
    constexpr std::string_view rest = "; a stream is made of layers that work on each time step by itself, of causal "
                                      "convolutions, and of recurrent layers that go forwards";
    const auto says = [&](std::string_view got, std::string_view sentence) {
        CHECK(got == std::string(sentence) + std::string(rest));
    };
    says(mistake(Sequential(Bidirectional(LSTM(3_c, return_sequences = true_c), input_shape = shape<4, 2>))),
         "stream(): layer 1 Bidirectional 'bidirectional' begins with the last time step");
    says(mistake(Sequential(GRU(3_c, return_sequences = true_c, input_shape = shape<4, 2>), Flatten(), Dense(1_c))),
         "stream(): layer 2 Flatten 'flatten' needs several time steps at once");
    says(mistake(Sequential(Conv1D(3_c, 2_c, input_shape = shape<4, 2>), LSTM(3_c))),
         "stream(): layer 1 Conv1D 'conv1d' reads time steps that are yet to come; hint: padding = causal");
    says(mistake(Sequential(GRU(2_c, return_sequences = true_c, input_shape = shape<4, 2>),
                            Conv1D(3_c, 3_c, padding = same))),
         "stream(): layer 2 Conv1D 'conv1d' reads time steps that are yet to come; hint: padding = causal");
    says(mistake(Sequential(Conv1D(3_c, 2_c, padding = causal, strides = 2_c, input_shape = shape<4, 2>))),
         "stream(): layer 1 Conv1D 'conv1d' leaves out time steps; hint: strides = 1_c");
    says(mistake(Sequential(Conv1D(3_c, 2_c, padding = causal, input_shape = shape<4, 2>),
                            MaxPooling1D(2_c, strides = 1_c, padding = same))),
         "stream(): layer 2 MaxPooling1D 'max_pooling1d' needs several time steps at once");
    says(mistake(Sequential(ZeroPadding1D(shape<1, 1>, input_shape = shape<4, 2>), Conv1D(3_c, 3_c))),
         "stream(): layer 1 ZeroPadding1D 'zero_padding1d' puts time steps behind the last one");
    says(mistake(Sequential(ZeroPadding1D(shape<2, 0>, input_shape = shape<4, 2>), Dense(3_c))),
         "stream(): layer 2 Dense 'dense' needs several time steps at once");
    says(mistake(Sequential(ZeroPadding1D(shape<2, 0>, input_shape = shape<4, 2>), Cropping1D(shape<0, 2>))),
         "stream(): layer 2 Cropping1D 'cropping1d' needs several time steps at once");
    says(mistake(Sequential(Activation(relu, input_shape = shape<4, 2>), ZeroPadding1D(shape<2, 0>))),
         "stream(): layer 2 ZeroPadding1D 'zero_padding1d' needs several time steps at once");
    says(mistake(Sequential(ZeroPadding1D(shape<3, 0>, input_shape = shape<4, 2>), Conv1D(3_c, 3_c))),
         "stream(): layer 2 Conv1D 'conv1d' needs several time steps at once");
    says(mistake(Sequential(GlobalAveragePooling1D(input_shape = shape<4, 2>))),
         "stream(): layer 1 GlobalAveragePooling1D 'global_average_pooling1d' needs several time steps at once");
    says(mistake(Sequential(PReLU(input_shape = shape<4, 2>))),
         "stream(): layer 1 PReLU 'p_re_lu' has weights of its own for every time step");
    CHECK(mistake(Sequential(Dense(3_c, input_shape = shape<4>))) ==
          "stream(): expected an input (timesteps, features), got (4)");
}

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

enum class expected { bits, tolerance };

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
                wrong += e == expected::bits ? a != b : !(std::abs(a - b) <= 1e-6f + 1e-6f * std::abs(b));
            }
        }
        CHECK(wrong == 0);
    }
}

template<class Net>
constexpr std::string_view mistake(Net) {
    return ctnn::detail::stream_mistake<typename Net::definition>::value.view();
}

} // namespace

TEST_CASE("recurrent layers step by step are those of the whole sequence, to the last bit") {
    rows_agree(Sequential(LSTM(20_c, return_sequences = true_c, input_shape = shape<9, 1>)),
               spread<tensor<float, 9, 1>>(), expected::bits);
    rows_agree(Sequential(LSTM(24_c, return_sequences = true_c, input_shape = shape<9, 7>),
                          GRU(5_c, return_sequences = true_c), SimpleRNN(17_c, return_sequences = true_c),
                          GRU(24_c, return_sequences = true_c, reset_after = false_c)),
               spread<tensor<float, 9, 7>>(), expected::bits);
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
    constexpr std::string_view rest = "; a stream is made of layers that work on each time step by itself, and of "
                                      "recurrent ones that go forwards";
    const auto says = [&](std::string_view got, std::string_view sentence) {
        CHECK(got == std::string(sentence) + std::string(rest));
    };
    says(mistake(Sequential(Bidirectional(LSTM(3_c, return_sequences = true_c), input_shape = shape<4, 2>))),
         "stream(): layer 1 Bidirectional 'bidirectional' begins with the last time step");
    says(mistake(Sequential(GRU(3_c, return_sequences = true_c, input_shape = shape<4, 2>), Flatten(), Dense(1_c))),
         "stream(): layer 2 Flatten 'flatten' needs several time steps at once");
    says(mistake(Sequential(Conv1D(3_c, 2_c, input_shape = shape<4, 2>), LSTM(3_c))),
         "stream(): layer 1 Conv1D 'conv1d' needs several time steps at once");
    says(mistake(Sequential(GlobalAveragePooling1D(input_shape = shape<4, 2>))),
         "stream(): layer 1 GlobalAveragePooling1D 'global_average_pooling1d' needs several time steps at once");
    says(mistake(Sequential(PReLU(input_shape = shape<4, 2>))),
         "stream(): layer 1 PReLU 'p_re_lu' has weights of its own for every time step");
    CHECK(mistake(Sequential(Dense(3_c, input_shape = shape<4>))) ==
          "stream(): expected an input (timesteps, features), got (4)");
}

// Networks of recurrent layers, attention and data movement: the kernels together give what the operations define.
#include <cmath>
#include <ctnn/ctnn.hpp>
#include <ctnn/program/interpret.hpp>
#include <doctest/doctest.h>

using namespace ctnn;
using namespace ctnn::literals;

namespace {

struct random_numbers {
    unsigned state = 1;
    float operator()() {
        state = state * 1664525u + 1013904223u;
        return float(state >> 8) / float(1 << 24) * 2 - 1;
    }
};

template<class Net, class X>
void check(Net, const X& x) {
    using def = typename Net::definition;
    model<def> m(5);
    random_numbers random;
    for (int i = 0; i < m.weight_count; ++i)
        for (float& w : m.weight(i)) w += random() * .1f;
    m.prepare();
    const auto y = m.predict(x);
    auto expected = y;
    const float* in[] = {x.data()};
    float* out[] = {expected.data()};
    static constexpr auto& p = detail::compilation<def>::lowered;
    detail::interpret<float>(p.steps, p.size, p.outputs, p.output_count, [&](int i) { return m.weight(i).data(); }, in, out);
    for (std::size_t i = 0; i < y.size(); ++i)
        CHECK(std::abs(y.data()[i] - expected.data()[i]) <= 1e-5f + 1e-4f * std::abs(expected.data()[i]));
}

constexpr auto sentences_net = functional([] {
    auto x = Input(shape<9>);
    auto h = Embedding(20, 6)(x);
    h = Bidirectional(LSTM(5, return_sequences = true_c))(h);
    h = LayerNormalization()(h);
    h = Bidirectional(GRU(7, return_sequences = true_c), merge_mode = "sum"_s)(h);
    auto scores = Softmax(axis = 1)(Dense(1)(h));
    auto attended = Flatten()(Dot(axes = 1)(scores, h));
    auto last = SimpleRNN(4, go_backwards = true)(h);
    return Model(inputs = x, outputs = Dense(3, activation = softmax)(Concatenate()(attended, last)));
});

constexpr auto image_net = functional([] {
    auto x = Input(shape<6, 5, 3>);
    auto h = Permute(shape<3, 1, 2>)(x);
    h = UpSampling2D(2, data_format = channels_first)(h);
    h = Cropping2D(1, data_format = channels_first)(h);
    h = Permute(shape<2, 3, 1>)(h);
    auto k = Multiply()(h, h);
    h = Concatenate()(h, Subtract()(k, h), Maximum()(h, k));
    return Model(inputs = x, outputs = Activation("log_softmax"_s)(h));
});

} // namespace

TEST_CASE("embedding, recurrent layers in both directions and attention") {
    tensor<float, 9> x;
    for (std::size_t i = 0; i < 9; ++i) x[i] = float(i * 7 % 20);
    check(sentences_net, x);
}

TEST_CASE("an image that is moved around") {
    tensor<float, 6, 5, 3> x;
    random_numbers random;
    for (float& v : x) v = random();
    check(image_net, x);
}

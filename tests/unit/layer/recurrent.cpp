// The recurrent layers and their wrappers: shapes and parameters as constants, values against numbers of real Keras.
#include <ctnn/architecture.hpp>
#include <ctnn/program/interpret.hpp>

#include <doctest/doctest.h>

#include <cmath>
#include <vector>

using namespace ctnn;
using namespace ctnn::literals;

namespace {

constexpr auto stacked = Sequential(LSTM(units = 32_c, return_sequences = true_c, input_shape = shape<8, 16>),
                                    LSTM(units = 32_c, return_sequences = true_c), LSTM(32_c), Dense(10_c));
static_assert(stacked.output_shape == shape<10>);
static_assert(stacked.param_count == 23'242);

constexpr auto words = Sequential(Embedding(10_c, 5_c, input_shape = shape<7>),
                                  GRU(4_c, return_sequences = true_c, activation = tanh), SimpleRNN(3_c, tanh));
static_assert(words.output_shape == shape<3>);
static_assert(words.param_count == 10 * 5 + 3 * 4 * (5 + 4 + 2) + 3 * (4 + 3 + 1));

constexpr auto reset_before = Sequential(GRU(4_c, reset_after = false_c, input_shape = shape<6, 5>));
static_assert(reset_before.param_count == 3 * 4 * (5 + 4 + 1));
constexpr auto no_bias = Sequential(GRU(4_c, use_bias = false_c, return_state = false_c, input_shape = shape<6, 5>));
static_assert(no_bias.param_count == 3 * 4 * (5 + 4));

constexpr auto both_ways = Sequential(Bidirectional(LSTM(4_c, return_sequences = true_c), input_shape = shape<8, 3>),
                                      TimeDistributed(Dense(5_c)), Bidirectional(GRU(4_c), merge_mode = sum));
static_assert(both_ways.output_shape == shape<4>);
static_assert(both_ways.param_count == 2 * 4 * 4 * (3 + 4 + 1) + 8 * 5 + 5 + 2 * 3 * 4 * (5 + 4 + 2));

constexpr auto inside_a_wrapper = Sequential(
    TimeDistributed(layer = Bidirectional(SimpleRNN(4_c), "mul"_s), input_shape = shape<2, 8, 3>));
static_assert(inside_a_wrapper.output_shape == shape<2, 4>);
constexpr auto steps_of_steps = Sequential(TimeDistributed(TimeDistributed(Dense(7_c)), input_shape = shape<2, 8, 3>));
static_assert(steps_of_steps.output_shape == shape<2, 8, 7>);
static_assert(steps_of_steps.param_count == 3 * 7 + 7);

constexpr auto states = functional([] {
    auto x = Input(shape<2, 3>);
    auto [forward, backward, h, c, h_back, c_back] = Bidirectional(LSTM(4, return_state = true), merge_mode = None)(x);
    auto y = Bidirectional(LSTM(4), backward_layer = LSTM(4, go_backwards = true))(
        x, initial_state = tuple(h, c, h_back, c_back));
    return Model(inputs = x, outputs = tuple(forward, backward, y));
});
static_assert(states.output_shape == tuple(shape<4>, shape<4>, shape<8>));

/// Runs the network as the layers wrote it; weight i's element k is sin(0.7 k + i).
template<class Def>
std::vector<std::vector<float>> run(network<Def>, const std::vector<std::vector<float>>& in) {
    constexpr const auto& p = detail::compilation<Def>::lowered;
    std::vector<std::vector<float>> weights, out;
    for (int i = 0; i < p.size; ++i) {
        if (p.op(i).kind != ops::op_kind::parameter) continue;
        const std::size_t at = std::size_t(p.op(i).attr.index);
        if (weights.size() <= at) weights.resize(at + 1);
        for (std::size_t k = weights[at].size(); k < p.op(i).size(); ++k)
            weights[at].push_back(float(std::sin(0.7 * double(k) + double(at))));
    }
    std::vector<const float*> x;
    std::vector<float*> y;
    for (const auto& v : in) x.push_back(v.data());
    for (int k = 0; k < p.output_count; ++k) out.emplace_back(p.op(p.outputs[k]).size());
    for (auto& v : out) y.push_back(v.data());
    detail::interpret(p.steps, p.size, p.outputs, p.output_count,
                      [&](int i) { return weights[std::size_t(i)].data(); }, x.data(), y.data());
    return out;
}

void check_close(const std::vector<float>& a, const std::vector<float>& b) {
    REQUIRE(a.size() == b.size());
    for (std::size_t i = 0; i < a.size(); ++i) {
        INFO("element ", i);
        CHECK(std::abs(a[i] - b[i]) <= 1e-6f + 1e-5f * std::abs(b[i]));
    }
}

const std::vector<float> sequence = {.5f, -1, 2, .25f, -.75f, 1.5f}, h0 = {.3f, -.6f}, c0 = {-.2f, .9f};

} // namespace

TEST_CASE("SimpleRNN goes from its initial state through the sequence") {
    constexpr auto net = functional([] {
        auto x = Input(shape<3, 2>);
        auto h = Input(shape<2>);
        auto [y, state] = SimpleRNN(2, return_sequences = true_c, return_state = true_c)(x, initial_state = h);
        return Model(inputs = tuple(x, h), outputs = tuple(y, state));
    });
    const auto y = run(net, {sequence, h0});
    check_close(y[0], {-0.225068778f, 0.157508165f, 0.790461957f, 0.937254965f, 0.998742759f, 0.968148112f});
    check_close(y[1], {0.998742759f, 0.968148112f});
}

TEST_CASE("LSTM returns its sequence and both states") {
    constexpr auto net = functional([] {
        auto x = Input(shape<3, 2>);
        auto h = Input(shape<2>), c = Input(shape<2>);
        auto [y, h_end, c_end] = LSTM(2, return_sequences = true_c, return_state = true_c)(x, initial_state = tuple(h, c));
        return Model(inputs = tuple(x, h, c), outputs = tuple(y, h_end, c_end));
    });
    const auto y = run(net, {sequence, h0, c0});
    check_close(y[0], {-0.376900315f, -0.285608411f, -0.116775163f, -0.146634817f, -0.125498727f, -0.138316274f});
    check_close(y[1], {-0.125498727f, -0.138316274f});
    check_close(y[2], {-0.225238547f, -0.26104185f});
}

TEST_CASE("GRU resets after or before its product, and backwards it keeps the order in which it went") {
    constexpr auto after = functional([] {
        auto x = Input(shape<3, 2>);
        auto h = Input(shape<2>);
        auto y = GRU(2, return_sequences = true_c)(x, initial_state = h);
        return Model(inputs = tuple(x, h), outputs = y);
    });
    check_close(run(after, {sequence, h0})[0],
                {0.203673452f, -0.621242404f, 0.070359014f, -0.646734536f, -0.108817682f, 0.227507219f});
    constexpr auto before = functional([] {
        auto x = Input(shape<3, 2>);
        auto h = Input(shape<2>);
        auto y = GRU(2, return_sequences = true_c, reset_after = false_c, go_backwards = true_c)(x, initial_state = h);
        return Model(inputs = tuple(x, h), outputs = y);
    });
    check_close(run(before, {sequence, h0})[0],
                {0.0386611074f, 0.382274389f, 0.0678716376f, 0.150076881f, -0.0803338289f, -0.0143312514f});
}

TEST_CASE("TimeDistributed is the layer on every step") {
    constexpr auto whole = Sequential(LSTM(2_c, input_shape = shape<3, 2>));
    constexpr auto steps = Sequential(TimeDistributed(LSTM(2_c), input_shape = shape<2, 3, 2>));
    std::vector<float> two = sequence, other = {1, 2, -1, 0, .5f, .25f};
    const auto first = run(whole, {sequence})[0], second = run(whole, {other})[0];
    two.insert(two.end(), other.begin(), other.end());
    check_close(run(steps, {two})[0], {first[0], first[1], second[0], second[1]});
}

TEST_CASE("Bidirectional turns the backward sequence round") {
    constexpr auto both = functional([] {
        auto x = Input(shape<3, 2>);
        auto [f, b] = Bidirectional(SimpleRNN(2, return_sequences = true_c), merge_mode = None)(x);
        auto [last_f, last_b] = Bidirectional(SimpleRNN(2), merge_mode = None)(x);
        return Model(inputs = x, outputs = tuple(f, b, last_f, last_b));
    });
    const auto y = run(both, {sequence});
    constexpr auto forward = Sequential(SimpleRNN(2_c, return_sequences = true_c, input_shape = shape<3, 2>));
    check_close(y[0], run(forward, {sequence})[0]);
    CHECK(y[1].size() == 6);
    // weights differ from layer to layer, but after one step backwards only the last step of the input has been seen
    constexpr auto one = functional([] {
        auto x = Input(shape<1, 2>);
        auto [f, b] = Bidirectional(SimpleRNN(2, return_sequences = true_c), merge_mode = None)(x);
        return Model(inputs = x, outputs = tuple(f, b));
    });
    const auto end = run(one, {{-.75f, 1.5f}})[1];
    check_close({y[1][4], y[1][5]}, end);
}

TEST_CASE("an Embedding takes whole numbers and gives NaN where there is no row") {
    constexpr auto net = Sequential(Embedding(3_c, 2_c, input_shape = shape<5>));
    const auto y = run(net, {{0, 2.9f, -.5f, 3, -1}})[0];
    check_close({y.begin(), y.begin() + 6},
                {0, float(std::sin(.7)), float(std::sin(2.8)), float(std::sin(3.5)), 0, float(std::sin(.7))});
    for (int i = 6; i < 10; ++i) CHECK(std::isnan(y[std::size_t(i)]));
}

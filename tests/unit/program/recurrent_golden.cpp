// Gradients of recurrent layers against those that TensorFlow gives through real Keras.
#include <ctnn/architecture.hpp>
#include <ctnn/program/differentiate.hpp>
#include <ctnn/program/interpret_training.hpp>

#include <cmath>
#include <doctest/doctest.h>
#include <string>
#include <vector>

using namespace ctnn;
using namespace ctnn::literals;

namespace {

using lists = std::vector<std::vector<float>>;
struct golden_gradients {
    const char* name;
    lists inputs, weights, factors, of_inputs, of_weights;
};
#include "../../golden/recurrent_gradients.inc"

constexpr int samples = 3;

/// The gradients of all leaves, inputs first, of the outputs y; in float.
void agrees(ops::builder& to, const std::vector<ops::value>& leaves, const std::vector<ops::value>& y,
            const golden_gradients& golden) {
    CAPTURE(golden.name);
    growing<bool> all;
    all.fill(to.list.size(), true);
    detail::gradients g;
    g.of.fill(to.list.size(), ops::value{});
    lists in = golden.inputs;
    REQUIRE(y.size() == golden.factors.size());
    for (std::size_t k = 0; k < y.size(); ++k) {
        ops::value factor = ops::input(to, int(in.size()), y[k].shape());
        to.list[factor.index].each_sample = true;
        in.push_back(golden.factors[k]);
        g.add(y[k], factor);
    }
    detail::differentiate(to, all, g);
    REQUIRE(g.missing == -1);

    std::vector<int> results;
    for (const auto& v : leaves) results.push_back(g.of[v.index].index);
    lists expected = golden.of_inputs, got;
    expected.insert(expected.end(), golden.of_weights.begin(), golden.of_weights.end());
    REQUIRE(results.size() == expected.size());
    std::vector<float*> out;
    for (int r : results) got.emplace_back(detail::elements_for(to.list[r], samples));
    for (auto& v : got) out.push_back(v.data());
    detail::interpret_training<float>([&](int i) -> const ops::op& { return to.list[i]; }, to.list.size(), samples,
                                      results.data(), int(results.size()),
                                      [&](int i) { return golden.weights[std::size_t(i)].data(); },
                                      [&](int i) { return in[std::size_t(i)].data(); }, out.data());
    for (std::size_t k = 0; k < got.size(); ++k) {
        CAPTURE(k);
        REQUIRE(got[k].size() == expected[k].size());
        float most = 0;
        for (std::size_t i = 0; i < got[k].size(); ++i)
            most = std::fmax(most, std::abs(got[k][i] - expected[k][i]) / (1e-6f + 1e-5f * std::abs(expected[k][i])));
        CHECK(most <= 1);
    }
}

/// The network as the layers wrote it; `kept`: its recurrences keep what their gradients read.
template<class Def>
void agrees(network<Def>, const golden_gradients& golden, bool kept) {
    CAPTURE(kept);
    constexpr const auto& p = detail::compilation<Def>::lowered;
    ops::builder to;
    std::vector<ops::value> leaves(golden.of_inputs.size() + golden.weights.size()), at, y;
    for (int i = 0; i < p.size; ++i) {
        ops::op o = p.op(i);
        for (int k = 0; k < o.operands; ++k) o.in[k] = at[std::size_t(o.in[k])].index;
        if (o.kind == ops::op_kind::input) o.each_sample = true;
        ops::value v = to.emit(o);
        to.list[v.index].times = o.times;
        if (kept && o.kind == ops::op_kind::recurrent) v = ops::keep_states(v);
        at.push_back(v);
        if (o.kind == ops::op_kind::input) leaves.at(std::size_t(o.attr.index)) = v;
        if (o.kind == ops::op_kind::parameter) leaves.at(golden.of_inputs.size() + std::size_t(o.attr.index)) = v;
    }
    for (int k = 0; k < p.output_count; ++k) y.push_back(at[std::size_t(p.outputs[k])]);
    agrees(to, leaves, y, golden);
}

/// A layer as it is trained, by the masks that Keras had instead of random numbers.
template<class Layer>
void agrees(Layer layer, float rate, float recurrent_rate, const golden_gradients& golden) {
    layer.units = 3, layer.dropout = rate, layer.recurrent_dropout = recurrent_rate;
    ops::builder to;
    report say;
    parameters own(0, to, say, {.training = true, .trainable = true});
    ops::value x = ops::input(to, 0, {4, 2});
    to.list[x.index].each_sample = true, to.repeats = true;
    const results y = layer.call(own, inputs_view{&x, 1});
    std::vector<ops::value> leaves = {x};
    leaves.resize(1 + golden.weights.size());
    std::size_t masks = 0;
    for (int i = 0; i < to.list.size(); ++i) {
        ops::op& o = to.list[i];
        if (o.kind == ops::op_kind::parameter) leaves.at(1 + std::size_t(o.attr.index)) = {&to, i};
        if (o.kind != ops::op_kind::random) continue;
        CHECK(o.attr.value == (o.out[1] == 3 ? recurrent_rate : rate));
        o.kind = ops::op_kind::input, o.attr = {}, o.attr.index = int(++masks);
    }
    CHECK(1 + masks == golden.inputs.size());
    agrees(to, leaves, {y[0]}, golden);
}

template<class... Network>
void all_agree(Network... networks) {
    const golden_gradients* golden = golden_recurrences;
    ((agrees(networks, *golden, false), agrees(networks, *golden, true), ++golden), ...);
    CHECK(golden == std::end(golden_recurrences));
}

constexpr auto input = input_shape = shape<4, 2>;
constexpr auto sequences = return_sequences = true_c;

} // namespace

TEST_CASE("Recurrent layers have the gradients that TensorFlow gives through Keras") {
    all_agree(
        Sequential(SimpleRNN(3_c, input)),
        Sequential(SimpleRNN(3_c, activation = relu, sequences, use_bias = false_c, input)),
        Sequential(LSTM(3_c, input)), Sequential(LSTM(3_c, sequences, go_backwards = true_c, input)), functional([] {
            auto x = Input(shape<4, 2>);
            auto h = Input(shape<3>), c = Input(shape<3>);
            auto [y, h_end, c_end] =
                LSTM(3, return_sequences = true_c, return_state = true_c)(x, initial_state = tuple(h, c));
            return Model(inputs = tuple(x, h, c), outputs = tuple(y, h_end, c_end));
        }),
        Sequential(LSTM(3_c, activation = softsign, recurrent_activation = hard_sigmoid, use_bias = false_c, input)),
        Sequential(LSTM(3_c, sequences, input), LSTM(2_c, sequences), LSTM(3_c)), Sequential(GRU(3_c, input)),
        functional([] {
            auto x = Input(shape<4, 2>);
            auto h = Input(shape<3>);
            auto [y, state] =
                GRU(3, return_sequences = true_c, return_state = true_c, go_backwards = true_c)(x, initial_state = h);
            return Model(inputs = tuple(x, h), outputs = tuple(y, state));
        }),
        Sequential(GRU(3_c, sequences, use_bias = false_c, input)),
        Sequential(GRU(3_c, sequences, reset_after = false_c, input)),
        Sequential(GRU(3_c, reset_after = false_c, go_backwards = true_c, activation = silu, input)),
        Sequential(Bidirectional(LSTM(3_c, sequences), input)),
        Sequential(Bidirectional(GRU(3_c), merge_mode = sum, input)),
        Sequential(Bidirectional(SimpleRNN(3_c, sequences), merge_mode = mul, input)),
        Sequential(TimeDistributed(LSTM(3_c), input_shape = shape<2, 3, 2>)));
}

TEST_CASE("Recurrent layers that drop numbers do so where Keras does") {
    const golden_gradients* golden = golden_masked_recurrences;
    layers::lstm sequences;
    sequences.return_sequences = true;
    layers::gru before;
    before.reset_after = false, before.return_sequences = true;
    agrees(layers::simple_rnn{}, 0.5f, 0.25f, *golden++);
    agrees(sequences, 0.5f, 0.25f, *golden++);
    agrees(layers::lstm{}, 0.5f, 0, *golden++);
    agrees(layers::gru{}, 0.5f, 0.25f, *golden++);
    agrees(layers::gru{}, 0, 0.25f, *golden++);
    agrees(before, 0.5f, 0.25f, *golden++);
    CHECK(golden == std::end(golden_masked_recurrences));
}

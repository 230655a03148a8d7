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

/// The network as the layers wrote it, and its gradients, in float; `kept`: as layers write it for training.
template<class Def>
void agrees(network<Def>, const golden_gradients& golden, bool kept) {
    CAPTURE(golden.name);
    CAPTURE(kept);
    constexpr const auto& p = detail::compilation<Def>::lowered;
    ops::builder to;
    std::vector<ops::value> inputs(golden.inputs.size()), weights(golden.weights.size());
    std::vector<int> at;
    for (int i = 0; i < p.size; ++i) {
        ops::op o = p.op(i);
        for (int k = 0; k < o.operands; ++k) o.in[k] = at[std::size_t(o.in[k])];
        if (o.kind == ops::op_kind::input) o.each_sample = true;
        ops::value v = to.emit(o);
        to.list[v.index].times = o.times;
        if (kept && o.kind == ops::op_kind::recurrent) v = ops::keep_states(v);
        at.push_back(v.index);
        if (o.kind == ops::op_kind::input) inputs.at(std::size_t(o.attr.index)) = v;
        if (o.kind == ops::op_kind::parameter) weights.at(std::size_t(o.attr.index)) = v;
    }
    detail::gradients g;
    g.of.fill(to.list.size(), ops::value{});
    lists in = golden.inputs;
    REQUIRE(p.output_count == int(golden.factors.size()));
    growing<bool> all;
    all.fill(to.list.size(), true);
    for (int k = 0; k < p.output_count; ++k) {
        const ops::value y{&to, at[std::size_t(p.outputs[k])]};
        ops::value factor = ops::input(to, int(in.size()), y.shape());
        to.list[factor.index].each_sample = true;
        in.push_back(golden.factors[std::size_t(k)]);
        g.add(y, factor);
    }
    detail::differentiate(to, all, g);
    REQUIRE(g.missing == -1);

    std::vector<int> results;
    for (const auto& v : inputs) results.push_back(g.of[v.index].index);
    for (const auto& v : weights) results.push_back(g.of[v.index].index);
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

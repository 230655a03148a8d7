// 5. What an LSTM returns: return_sequences and return_state, and a model with three outputs.
#include <cassert>
#include <cmath>
#include <ctnn/ctnn.hpp>
#include <iostream>
using namespace ctnn;
using namespace ctnn::literals;

// First, how data get the shape that an LSTM reads. A table of n rows with 31 numbers each, say a month of
// temperatures at n places, has the shape (n, 31). An LSTM wants (n, timesteps, features). The 31 numbers are 31
// steps in time with one feature each, the temperature: (n, 31, 1). No number moves, the data only get another axis.
constexpr auto monthly = Sequential(LSTM(4_c, input_shape = shape<31, 1>), Dense(1_c));
static_assert(monthly.get_layer("lstm"_s).param_count == 4 * (1 + 4 + 1) * 4); // 1 feature, 4 units: 96, see 04

#ifdef MISTAKE
constexpr auto wrong = Sequential(LSTM(4_c, input_shape = shape<31>), Dense(1_c));
// error: layer 1 LSTM 'lstm': expected a rank-2 input (timesteps, features), got (31); hint: Reshape(shape<31, 1>) or
//        RepeatVector before it makes a sequence
#endif
// ((n, 1, 31), a single step of 31 features, is a valid shape, too. Such an LSTM has nothing to remember.)

// Now the outputs. This LSTM has one unit, so that each output is a single number, and reads three steps of one
// feature.
constexpr auto states = functional([] {
    auto inputs1 = Input(shape<3, 1>);
    auto [lstm1, state_h, state_c] = LSTM(1, return_sequences = true_c, return_state = true_c)(inputs1);
    return Model(inputs = inputs1, outputs = tuple(lstm1, state_h, state_c));
});
// lstm1    (None, 3, 1)  the output h after each of the three steps: what return_sequences asks for
// state_h  (None, 1)     the hidden state: the output after the last step once more
// state_c  (None, 1)     the cell state after the last step: the LSTM's memory, which it shows in no other way
// return_state asks for the last two. A second LSTM can start from them: initial_state = tuple(state_h, state_c).
static_assert(states.output_shape == tuple(shape<3, 1>, shape<1>, shape<1>));
static_assert(states.param_count == 4 * (1 + 1 + 1) * 1); // 12

int main() {
    // (n, 31) -> (n, 31, 1): reshape gives each row the shape of a sample
    const std::vector<tensor<float, 31>> table(2);
    std::vector<tensor<float, 31, 1>> x;
    for (const auto& row : table) x.push_back(reshape(row, shape<31, 1>));
    std::cout << "(2, 31) -> (2, 31, 1) -> (" << monthly.build(seed = 42).predict(x).size() << ", 1)\n";

    // Weights that a person can follow, four of each kind: for the input gate, the forget gate, the candidate, the
    // output gate.
    const tensor<float, 1, 4> kernel = {0.5f, 0.25f, 0.75f, 1.0f}, recurrent = {0.1f, 0.2f, 0.3f, 0.4f};
    const tensor<float, 4> bias = {0, 1, 0, 0};
    auto model = states.build();
    model.set_weights(kernel, recurrent, bias);

    // The sequence 1, 2, 3: one sample, three steps, one feature.
    const auto [lstm1, state_h, state_c] = model.predict(tensor<float, 3, 1>{1, 2, 3});
    std::cout << "lstm1   " << lstm1 << "\nstate_h " << state_h << "\nstate_c " << state_c << '\n';
    assert(state_h[0] == lstm1(2, 0)); // always

    // The same by hand. A gate is a number from 0 to 1 that says how much passes.
    const auto gate = [](float z) { return 1 / (1 + std::exp(-z)); };
    float h = 0, c = 0;
    for (int step = 0; step < 3; ++step) {
        const float in = float(step + 1); // 1, 2, 3
        float z[4];
        for (int k = 0; k < 4; ++k) z[k] = in * kernel(0, k) + h * recurrent(0, k) + bias[k];
        c = gate(z[1]) * c + gate(z[0]) * std::tanh(z[2]); // forget some of the memory, let some of the new in
        h = gate(z[3]) * std::tanh(c);                     // and show some of it
        assert(std::abs(h - lstm1(step, 0)) < 1e-6f);
    }
    assert(std::abs(c - state_c[0]) < 1e-6f);
}

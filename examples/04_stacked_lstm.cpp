// 4. Three LSTM layers on top of each other: what return_sequences is for.
//
// A sample is a sequence: 8 time steps of 16 features each, shape (8, 16). An LSTM with 32 units reads it step by
// step and keeps 32 numbers, its state, that sum up what it has read so far. It can put out
//   the last state alone,         shape (32):     what the whole sequence amounts to; this is the default;
//   the state after every step,   shape (8, 32):  a sequence again; this is return_sequences = true_c.
// An LSTM reads sequences, so every LSTM that feeds another one needs return_sequences. The last one sums up.
#include <cassert>
#include <cmath>
#include <ctnn/ctnn.hpp>
#include <iostream>
#include <random>
using namespace ctnn;
using namespace ctnn::literals;

constexpr auto net = Sequential(
    LSTM(units = 32_c, return_sequences = true_c, input_shape = shape<8, 16>), // (None, 8, 16) -> (None, 8, 32)
    LSTM(units = 32_c, return_sequences = true_c),                             //               -> (None, 8, 32)
    LSTM(32_c),                                                                //               -> (None, 32)
    Dense(10_c, activation = softmax));                                        //               -> (None, 10)

static_assert(net.get_layer("lstm"_s).output_shape == shape<8, 32>);
static_assert(net.get_layer("lstm_1"_s).output_shape == shape<8, 32>);
static_assert(net.get_layer("lstm_2"_s).output_shape == shape<32>);
static_assert(net.output_shape == shape<10>);

// An LSTM is four Dense layers in one: three gates (what to let in, what to forget, what to put out) and the
// candidate for the new state. Each of them sees the features of the step and the previous output, and has a bias.
constexpr std::size_t lstm_params(int features, int units) { return 4u * (features + units + 1) * units; }
static_assert(net.get_layer("lstm"_s).param_count == lstm_params(16, 32));   // 6272
static_assert(net.get_layer("lstm_1"_s).param_count == lstm_params(32, 32)); // 8320: the 32 units before it
static_assert(net.get_layer("lstm_2"_s).param_count == 8320);
static_assert(net.get_layer("dense"_s).param_count == (32 + 1) * 10);
static_assert(net.param_count == 6272 + 8320 + 8320 + 330);
// The 8 steps do not count: all steps share the weights, so a longer sequence costs time, not memory.
static_assert(Sequential(LSTM(32_c, input_shape = shape<1000, 16>)).param_count == 6272);

// Forget return_sequences and the second LSTM gets 32 numbers where it wants a sequence:
#ifdef MISTAKE
constexpr auto wrong = Sequential(LSTM(32_c, input_shape = shape<8, 16>), LSTM(32_c), Dense(10_c));
// error: layer 2 LSTM 'lstm_1': expected a rank-2 input (timesteps, features), got (32); hint: 'lstm' before it needs
//        return_sequences = true_c
#endif

int main() {
    net.summary();

    // Random sequences. The network has not learned anything: its weights are random, too.
    std::mt19937 random(1);
    std::normal_distribution<float> normal;
    std::vector<tensor<float, 8, 16>> x(5);
    for (auto& sequence : x)
        for (float& value : sequence) value = normal(random);

    const auto model = net.build(seed = 42);
    const std::vector<tensor<float, 10>> y = model.predict(x); // (5, 8, 16) -> (5, 10)
    for (const auto& classes : y) {                            // 10 probabilities for each sequence
        float sum = 0;
        for (float p : classes) assert(p > 0 && p < 1), sum += p;
        assert(sum > 0.9999f && sum < 1.0001f);
    }
    const tensor<float, 10> alone = model.predict(x[0]); // a batch is nothing but its samples, but for rounding
    for (std::size_t i = 0; i < alone.size(); ++i) assert(std::abs(y[0][i] - alone[i]) < 1e-6f);
    std::cout << y.size() << " sequences in, " << y.size() << " times " << y[0].size() << " probabilities out\n";
}

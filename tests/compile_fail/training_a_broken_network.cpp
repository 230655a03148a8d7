// EXPECT: layer 2 LSTM 'lstm_1': expected a rank-2 input (timesteps, features), got (32)
// EXPECT: hint: 'lstm' before it needs return_sequences = true_c
#include <ctnn/train.hpp>
using namespace ctnn;
using namespace ctnn::literals;

#ifdef FIXED
constexpr auto net = Sequential(LSTM(32_c, return_sequences = true_c, input_shape = shape<8, 16>), LSTM(32_c), Dense(10_c));
#else
constexpr auto net = Sequential(LSTM(32_c, input_shape = shape<8, 16>), LSTM(32_c), Dense(10_c));
#endif
int main() {
    auto model = net.build(seed = 42);
    auto trainer = compile(model, optimizer = adam, loss = mse, metrics = mae);
    const std::vector<float> x(8 * 16 * 4), y(10 * 4);
    const auto history = trainer.fit(x, y, epochs = 2);
    return trainer.iterations() > 0 || trainer.evaluate(x, y)["loss"] > 1;
}

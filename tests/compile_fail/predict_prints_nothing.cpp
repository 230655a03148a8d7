// EXPECT: layer 2 LSTM 'lstm_1': expected a rank-2 input (timesteps, features), got (32); hint: 'lstm' before it needs return_sequences = true_c
#include <ctnn/ctnn.hpp>
#include <iostream>
using namespace ctnn;
using namespace ctnn::literals;

#ifdef FIXED
constexpr auto net = Sequential(LSTM(units = 32_c, return_sequences = true_c, input_shape = shape<8, 16>), LSTM(32_c));
#else
constexpr auto net = Sequential(LSTM(units = 32_c, input_shape = shape<8, 16>), LSTM(32_c));
#endif
int main() {
    const auto model = net.build(seed = 42);
    const auto y = model.predict(tensor<float, 8, 16>{});
    std::cout << net.output_shape << y << '\n';
}

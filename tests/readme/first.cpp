#include <ctnn/ctnn.hpp>
#include <iostream>
using namespace ctnn;
using namespace ctnn::literals;

// README: first
constexpr auto net = Sequential(
    LSTM(units = 32_c, return_sequences = true_c, input_shape = shape<8, 16>),
    LSTM(units = 32_c, return_sequences = true_c),
    LSTM(32_c),
    Dense(10_c, activation = softmax));

static_assert(net.output_shape == shape<10>);
static_assert(net.param_count == 23'242);

int main() {
    const auto model = net.build(seed = 42);        // Keras' initializers
    const tensor<float, 8, 16> x = {};              // one sample: 8 time steps of 16 features
    const tensor<float, 10> y = model.predict(x);   // any other shape does not compile
    std::cout << y << '\n';                         // [0.1 0.1 0.1 0.1 0.1 0.1 0.1 0.1 0.1 0.1]
}
// README: end

// 1. Three Dense layers: what input_shape, units and output shapes are.
#include <cassert>
#include <ctnn/ctnn.hpp>
#include <iostream>

using namespace ctnn;
using namespace ctnn::literals;

// `units` is how many numbers a layer puts out for each sample; `input_shape` is the shape of one sample. Only the first
// layer is told: every other one takes what the layer before it puts out.
constexpr auto net = Sequential(
    Dense(units = 4_c, activation = relu, input_shape = shape<3>), // (None, 3) -> (None, 4)
    Dense(4_c, activation = relu),                                 //           -> (None, 4)
    Dense(1_c));                                                   //           -> (None, 1)

// Shapes never hold the batch. Keras shows it as None in (None, 3): any number of samples, decided when the network runs.
static_assert(net.input_shape == shape<3>);
static_assert(net.output_shape == shape<1>);
// A Dense layer has a weight for each pair of input and unit, and a bias for each unit: 3*4+4, 4*4+4, 4*1+1.
static_assert(net.param_count == 16 + 20 + 5);

// The same with input_dim, for samples that are plain vectors, and with batch_input_shape, which names the batch axis.
static_assert(Sequential(Dense(4_c, input_dim = 3_c)).input_shape == shape<3>);
static_assert(Sequential(Dense(4_c, batch_input_shape = shape<None, 3>)).input_shape == shape<3>);

// The functional form: symbols stand for tensors that are not there yet, and Model says what goes in and what comes out.
constexpr auto same_net = functional([] {
    auto x = Input(shape<3>);
    auto h = Dense(4, activation = relu)(x);
    h = Dense(4, activation = relu)(h);
    return Model(inputs = x, outputs = Dense(1)(h));
});
static_assert(same_net.output_shape == net.output_shape && same_net.param_count == net.param_count);

int main() {
    const auto model = net.build(seed = 42); // Keras' initializers fill the weights
    const tensor<float, 3> sample = {0.5f, -1.0f, 2.0f};
    const tensor<float, 1> y = model.predict(sample);
    assert(y[0] == y[0]);
    std::cout << "one sample in " << sample << ", one number out " << y << '\n';
}

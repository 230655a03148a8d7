// 9. A trained network evaluated by the compiler.
//
// A network is a type, its weights may be constants, and what it computes is a constexpr function of them. So the
// compiler can run it: a prediction becomes a constant of the program, and a promise about the network can be checked
// in the build.
#include <cassert>
#include <cmath>
#include <ctnn/ctnn.hpp>
#include <iostream>
using namespace ctnn;
using namespace ctnn::literals;

// Fisher's irises: which of three species is a flower? The four numbers of a sample are the length and the width of its
// sepals and of its petals in centimetres; out come three probabilities.
constexpr auto net = Sequential(
    Dense(4_c, activation = tanh, input_shape = shape<4>), // (None, 4)
    Dense(3_c, activation = softmax));                     // (None, 3): setosa, versicolor, virginica

// Trained with Keras (examples/data/make_iris.py) on 100 of the 150 flowers; of the 50 others it gets all right. The
// weights are rounded to two decimals and stand in Keras' order, as model.get_weights() lists them.
constexpr auto weights = tuple(
    tensor<float, 4, 4>{{-0.57f, 0.76f, 0.08f, -0.59f},  // kernel (inputs, units) of the first layer
                        {-0.99f, -0.52f, -1.29f, -1.14f},
                        {1.03f, -0.40f, 1.25f, -0.92f},
                        {1.79f, -0.22f, 1.44f, -0.85f}},
    tensor<float, 4>{-1.48f, 0.08f, -0.97f, -0.25f},     // its bias (units)
    tensor<float, 4, 3>{{-1.32f, -2.14f, 4.26f},         // kernel of the second
                        {-0.01f, -0.34f, 0.14f},
                        {-3.99f, 2.15f, 0.68f},
                        {-0.21f, 0.02f, 0.36f}},
    tensor<float, 3>{-0.09f, -0.17f, 0.27f});            // its bias

// Three flowers that it has not seen in training, one of each species.
constexpr tensor<float, 4> setosa = {5.1f, 3.4f, 1.5f, 0.2f};
constexpr tensor<float, 4> versicolor = {6.4f, 3.2f, 4.5f, 1.5f};
constexpr tensor<float, 4> virginica = {6.5f, 3.0f, 5.2f, 2.0f};

// net(weights, x) is the prediction, here computed while this file is compiled. Retrain the network badly, and the
// program does not build.
static_assert(net(weights, setosa)[0] > 0.9f);
static_assert(net(weights, versicolor)[1] > 0.9f);
static_assert(net(weights, virginica)[2] > 0.9f);

// Or keep what it says as a constant: the program holds three numbers and no network.
constexpr tensor<float, 3> species = net(weights, virginica);

// Weights that are not this network's are a mistake like any other: here one layer's bias is missing.
#ifdef MISTAKE
constexpr auto wrong = net(tuple(std::get<0>(weights), std::get<2>(weights), std::get<3>(weights)), setosa);
// error: net(weights, x): this network has 4 weights, got 3
#endif

int main() {
    const float keras[] = {0.000259f, 0.040532f, 0.959209f}; // what Keras predicts with the same weights
    for (std::size_t i = 0; i < 3; ++i) assert(std::abs(species[i] - keras[i]) < 1e-5f);
    std::cout << "virginica, by the compiler: " << species[2] << '\n';

    // At run time the built network is the fast way to the same numbers.
    auto model = net.build();
    model.set_weights(weights);
    std::cout << "virginica, at run time:     " << model.predict(virginica)[2] << '\n';
}

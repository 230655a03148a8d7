// 15. A network trained by the compiler.
//
// A prediction can be a constant (tutorial 9). Training is nothing but predictions, their gradients and small steps, so
// it can be one, too: this program holds a trained network that neither a file nor a moment of its running time made.
#include <cassert>
#include <ctnn/ctnn.hpp>
#include <ctnn/train/constant_trainer.hpp>
#include <iostream>
using namespace ctnn;
using namespace ctnn::literals;

// Exclusive or: are two inputs different? It is the oldest example of what one Dense layer alone cannot learn.
constexpr std::array<tensor<float, 2>, 4> x = {{{0, 0}, {0, 1}, {1, 0}, {1, 1}}};
constexpr std::array<tensor<float, 1>, 4> y = {{{0}, {1}, {1}, {0}}};

constexpr auto net = Sequential(
    Dense(8_c, activation = relu, input_shape = shape<2>), // (None, 2) -> (None, 8)
    Dense(1_c));                                           //           -> (None, 1)

// 100 steps of gradient descent. Whatever happens in here happens while the file is compiled; the variable keeps 33
// numbers. Their first values come from a random generator that starts with 1, so every build learns the same.
constexpr auto learned = [] {
    constant_trainer trainer(net, SGD(learning_rate = 0.2), mse, 1);
    for (int epoch = 0; epoch < 100; ++epoch) trainer.train_on_batch(x, y);
    return trainer.learned();
}();

// What it learned is a fact about the program, like the size of an int.
static_assert(learned.loss < 0.001f);
static_assert(learned.weights.size() == net.param_count && net.param_count == (2 + 1) * 8 + (8 + 1) * 1);
static_assert(net(learned.weights, x[0])[0] < 0.1f);
static_assert(net(learned.weights, x[1])[0] > 0.9f);
static_assert(net(learned.weights, x[2])[0] > 0.9f);
static_assert(net(learned.weights, x[3])[0] < 0.1f);

// One layer can only draw a straight line between zeros and ones. The compiler finds out that there is none.
constexpr auto line = Sequential(Dense(1_c, input_shape = shape<2>));
constexpr float best_of_a_line = [] {
    constant_trainer trainer(line, SGD(0.2), mse, 1);
    for (int epoch = 0; epoch < 100; ++epoch) trainer.train_on_batch(x, y);
    return trainer.learned().loss;
}();
static_assert(best_of_a_line > 0.24f); // it says 0.5 to everything, and is off by 0.5 everywhere

// The shapes of samples and targets are checked as ever:
#ifdef MISTAKE
constexpr std::array<tensor<float, 3>, 1> three_inputs = {{{0, 0, 1}}};
constexpr std::array<tensor<float, 1>, 1> one_target = {{{1}}};
constexpr float wrong = constant_trainer(net, SGD(0.2), mse, 1).train_on_batch(three_inputs, one_target);
// error: train_on_batch(): samples and targets have the shapes of the network and its loss
#endif

int main() {
    for (const auto& sample : x)
        std::cout << sample[0] << " xor " << sample[1] << " = " << (net(learned.weights, sample)[0] > 0.5f) << '\n';

    // The numbers go into a model like any others, to be used fast, saved or trained further.
    auto model = net.build();
    auto from = learned.weights.begin();
    for (int i = 0; i < model.weight_count; ++i)
        for (float& value : model.weight(i)) value = *from++;
    model.prepare();
    assert(model.predict(x[1])[0] > 0.9f && model.predict(x[3])[0] < 0.1f);
}

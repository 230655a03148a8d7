// 11. Training: compile and fit.
//
// The network of tutorial 4 learns. A model knows its weights; compile gives it a trainer, which knows how to change
// them: a loss says how wrong an answer is, an optimizer turns its gradient into a step, metrics are only looked at.
// In Keras this program is
//     model.compile(optimizer="rmsprop", loss="categorical_crossentropy", metrics=["accuracy"])
//     history = model.fit(x, y, batch_size=64, epochs=5, validation_data=(x_val, y_val))
#include <cassert>
#include <cmath>
#include <ctnn/train.hpp>
#include <iostream>
#include <random>
using namespace ctnn;
using namespace ctnn::literals;

constexpr auto net = Sequential(
    LSTM(32_c, return_sequences = true_c, input_shape = shape<8, 16>), // 8 time steps of 16 features
    LSTM(32_c, return_sequences = true_c),
    LSTM(32_c),
    Dense(10_c, activation = softmax)); // 10 classes

using samples = std::vector<tensor<float, 8, 16>>; // x: any container of tensors will do, or of plain numbers
using targets = std::vector<tensor<float, 10>>;    // y: the probability that each class should get

// Random numbers, as in Keras' guide: there is nothing to be learned from them, but it takes the same work.
std::pair<samples, targets> random_data(std::size_t count, unsigned seed) {
    std::mt19937 random(seed);
    std::uniform_int_distribution<int> any_class(0, 9);
    samples x(count);
    targets y(count);
    for (auto& sequence : x)
        for (float& value : sequence) value = float(random()) / 4294967296.0f;
    for (auto& classes : y) classes[any_class(random)] = 1;
    return {x, y};
}

// A target that does not fit the output is refused by the compiler, like any shape.
#ifdef MISTAKE
void wrong(const samples& x, const std::vector<tensor<float, 9>>& y) {
    auto model = net.build();
    compile(model, optimizer = rmsprop, loss = categorical_crossentropy).fit(x, y);
    // error: fit(): y must have shape (10), got (9)
}
#endif

int main() {
    const auto [x, y] = random_data(1000, 1);
    const auto [x_val, y_val] = random_data(100, 2);

    // verbose = 1, the default, draws Keras' progress bar; 2 prints a line for every epoch, 0 nothing.
    auto model = net.build(seed = 42);
    auto trainer = compile(model, optimizer = rmsprop, loss = categorical_crossentropy, metrics = accuracy);
    const History history = trainer.fit(x, y, batch_size = 64, epochs = 5, validation_data = std::pair(x_val, y_val),
                                        verbose = 0);

    // history.history[name] holds a number for every epoch. "val_" names were measured on the validation data.
    std::cout << "measured:";
    for (const auto& [name, numbers] : history.history) std::cout << ' ' << name << " (" << numbers.size() << ')';
    const std::vector<double>& losses = history.history["loss"];
    std::cout << "\nthe loss has " << (losses.back() < losses.front() ? "fallen" : "risen") << '\n';

    // Ten classes at random: a guess costs ln 10 = 2.3, and that is what the network comes to on data it has not seen.
    const double unseen = history.history["val_loss"].back();
    std::cout << "on unseen data it is " << (unseen > 2.2 && unseen < 2.5 ? "about ln 10" : "a surprise") << '\n';
    const auto again = trainer.evaluate(x_val, y_val, batch_size = 64, verbose = 0); // again["accuracy"], again["loss"]
    assert(std::abs(again["loss"] - unseen) < 1e-6);

    // The trainer changed the model's own weights: 16 steps an epoch, the last of them on what remains of 1000. The
    // model predicts as before, with what it has learned; train_on_batch(x, y) would be one more step.
    assert(trainer.iterations() == 5 * 16);
    const tensor<float, 10> p = model.predict(x_val[0]);
    assert(p[0] > 0 && p[0] < 1);
}

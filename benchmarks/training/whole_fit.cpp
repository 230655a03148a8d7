/// The stacked LSTM's whole training as a program: 1,000 samples in batches of 64, 5 epochs, validation data. Timed from
/// outside, its start included, next to a fit of Keras on JAX that has compiled everything already.
#include "lstm_seed.hpp"
#include <cstdio>
#include <ctnn/train.hpp>
#include <random>

namespace {

using samples = std::vector<ctnn::tensor<float, 8, 16>>;
using targets = std::vector<ctnn::tensor<float, 10>>;

std::pair<samples, targets> uniform_data(std::size_t count, unsigned seed) {
    std::mt19937 random(seed);
    samples x(count);
    targets y(count);
    for (auto& sequence : x)
        for (float& value : sequence) value = float(random()) / 4294967296.0f;
    for (auto& classes : y) classes[int(random() % 10)] = 1;
    return {x, y};
}

} // namespace

int main() {
    using namespace ctnn;
    const auto [x, y] = uniform_data(1000, 1);
    const auto [x_val, y_val] = uniform_data(100, 2);
    auto model = lstm_seed::model();
    auto trainer = compile(model, optimizer = rmsprop, loss = categorical_crossentropy, metrics = accuracy);
    const History h = trainer.fit(x, y, batch_size = 64, epochs = 5, validation_data = std::pair(x_val, y_val), verbose = 0);
    std::printf("%.6f %.6f\n", h.history["loss"].back(), h.history["val_loss"].back());
}

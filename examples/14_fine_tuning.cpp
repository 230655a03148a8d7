// 14. Fine-tuning: an imported network goes on learning.
//
// The network of tutorial 10 reads digits, but those of a new scanner reach it turned by a quarter. It need not learn
// everything again: its first layers find strokes and corners, whichever way these point. They are frozen, and only the
// layers behind them are trained. In Keras: layer.trainable = False before compile.
#include "digits.hpp"
#include <algorithm>
#include <cassert>
#include <ctnn/io/mapped_npz.hpp>
#include <ctnn/train.hpp>
#include <iostream>
using namespace ctnn;
using namespace ctnn::literals;

// digits.hpp once more, as short as a person writes it. A layer's `trainable` is a part of the network, like its shape:
// for a frozen layer no gradient is ever computed. A frozen BatchNormalization keeps its running means as well.
constexpr auto net = functional([] {
    auto convolution = [](symbol x, int filters, bool learns) {
        x = Conv2D(filters, 3, padding = same, use_bias = false, trainable = learns)(x);
        return BatchNormalization(trainable = learns)(x);
    };
    auto image = Input(shape<8, 8, 1>);
    auto x = ReLU()(convolution(image, 16, false));
    x = ReLU()(convolution(x, 32, false)); // so far frozen
    auto y = convolution(ReLU()(convolution(x, 32, true)), 32, true);
    x = MaxPooling2D()(ReLU()(Add()(x, y)));
    x = GlobalAveragePooling2D()(ReLU()(convolution(x, 40, true)));
    return Model(inputs = image, outputs = Dense(10, activation = softmax)(Dropout(0.3)(x)));
});
static_assert(net.param_count == digits::net.param_count);
constexpr int frozen = 2 * (1 + 4); // weights: two kernels, and four of each BatchNormalization
static_assert(net.trainable_param_count < net.param_count - (3 * 3 * 1 * 16 + 3 * 3 * 16 * 32));

// The imported model itself cannot learn: its weights are constants of the program.
#ifdef MISTAKE
auto wrong = compile(digits::model(), optimizer = adam, loss = sparse_categorical_crossentropy);
// error: compile(): this model's weights are part of the program and cannot change; hint: auto mine = net.build();
//        mine.copy_weights(model)
#endif

// The scanner's images, in shades from 0 to 1.
std::vector<float> turned(const mapped_array& images) {
    const auto shades = images.bytes(); // (n, 8, 8), one byte each
    std::vector<float> x(shades.size());
    for (std::size_t i = 0; i < x.size(); ++i) {
        const std::size_t image = i / 64, row = i / 8 % 8, column = i % 8;
        x[image * 64 + column * 8 + (7 - row)] = float(shades[i]) / 16;
    }
    return x;
}

int main(int, char** arguments) {
    const std::string data = arguments[1];
    const auto x = turned(map_npz(data, "x_train")), x_test = turned(map_npz(data, "x_test"));
    const auto y = map_npz(data, "y_train"), y_test = map_npz(data, "y_test");

    // Another network by its type, but its weights are the same ones in the same order. (To take over only some, into a
    // network with another last layer: std::ranges::copy(imported.weight(i), model.weight(i).begin()) for each of them,
    // then model.prepare().)
    const auto imported = digits::model();
    auto model = net.build();
    model.set_weights(imported.get_weights());

    auto trainer = compile(model, optimizer = Adam(0.002), loss = sparse_categorical_crossentropy, metrics = accuracy);
    const double before = trainer.evaluate(x_test, y_test, verbose = 0)["accuracy"];
    trainer.fit(x, y, batch_size = 32, epochs = 10, verbose = 0);
    const double after = trainer.evaluate(x_test, y_test, verbose = 0)["accuracy"];
    std::cout << "turned digits read rightly before: " << (before < 0.5 ? "less" : "more") << " than half\n"
              << "turned digits read rightly after:  " << (after > 0.9 ? "more" : "less") << " than 90 %\n";

    const auto is_unchanged = [&](int i) { return std::ranges::equal(model.weight(i), imported.weight(i)); };
    for (int i = 0; i < model.weight_count; ++i) assert(is_unchanged(i) == (i < frozen));
    std::cout << frozen << " weights as they were, " << model.weight_count - frozen << " have learned\n";
}

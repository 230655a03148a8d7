// 13. Regression: a loss of your own, a learning rate that falls, and the history as a table and as a picture.
//
// A network learns a curve, y = sin(2 x) + x / 2, from 400 points of it that were measured badly: each is off by a bit
// of noise, and every twentieth is plain wrong.
#include <cassert>
#include <cmath>
#include <ctnn/train.hpp>
#include <ctnn/train/curves.hpp>
#include <iostream>
#include <random>
using namespace ctnn;
using namespace ctnn::literals;

float truth(float x) { return std::sin(2 * x) + x / 2; }

// A loss says what an answer costs as a composition of operations, from the target and the output of one sample (here
// both have shape (1)); it is differentiated as all operations are, and becomes part of the program. The squared error
// would pull the curve towards the wrong points: an error of 8 costs 64 times one of 1. Cauchy's loss grows slowly,
//   log(1 + (e / scale)^2),   e = y_pred - y_true,
// so that a few of them do not count for much. (Huber() is a loss of Keras' with the same aim.)
struct cauchy {
    static constexpr float scale = 0.3f;
    constexpr ops::value operator()(const ops::value& y_true, const ops::value& y_pred) const {
        using namespace loss_math;
        const auto e = affine(minus(y_pred, y_true), 1 / scale, 0); // affine(x, a, b) = a x + b
        return mean_last(logarithm(affine(square(e), 1, 1)));       // (1) -> (), one value for the sample
    }
};

constexpr auto net = Sequential(
    Dense(32_c, activation = ctnn::tanh, input_shape = shape<1>), // (<cmath> has a tanh of its own)
    Dense(32_c, activation = ctnn::tanh),
    Dense(1_c));

// What a loss knows must be in its type, since the program is made of it: a number that only a variable holds is not.
#ifdef MISTAKE
void wrong(double d) {
    auto model = net.build();
    compile(model, loss = losses::Huber(delta = d));
    // error: compile(): Huber becomes part of the program, its arguments must be constants; hint: delta = 0.5_c, not
    //        0.5
}
#endif

int main() {
    std::mt19937 random(7);
    std::uniform_real_distribution<float> anywhere(-3, 3);
    std::normal_distribution<float> noise(0, 0.1f);
    std::vector<float> x(400), y(400); // one number a sample: a vector of numbers will do, of tensor<float, 1> as well
    for (std::size_t i = 0; i < x.size(); ++i) {
        x[i] = anywhere(random);
        y[i] = truth(x[i]) + noise(random) + (i % 20 == 0 ? 8 : 0);
    }

    // How far a trained network is from the true curve, at most.
    const auto distance = [](const auto& model) {
        float largest = 0;
        for (float at = -2.5f; at <= 2.5f; at += 0.1f)
            largest = std::max(largest, std::abs(model.predict(tensor<float, 1>{at})[0] - truth(at)));
        return largest;
    };
    // A schedule is a learning rate as a function of the steps made: here from 0.01 to 0 along a cosine. 320 samples,
    // 32 a batch, are 10 steps an epoch.
    const auto falling = CosineDecay(0.01, decay_steps = 10 * 150);

    auto usual = net.build(seed = 3), robust = net.build(seed = 3);
    compile(usual, optimizer = Adam(falling), loss = mse).fit(x, y, epochs = 150, validation_split = 0.2, verbose = 0);
    auto trainer = compile(robust, optimizer = Adam(falling), loss = cauchy(), metrics = mae);
    const History history = trainer.fit(x, y, epochs = 150, validation_split = 0.2, verbose = 0);
    assert(trainer.learning_rate() < 1e-4);
    std::cout << "mse:    " << (distance(usual) < 0.3f ? "close to" : "off") << " the curve\n"
              << "cauchy: " << (distance(robust) < 0.3f ? "close to" : "off") << " the curve\n";

    // history.csv() is a table for a spreadsheet or a plot, a line for every epoch; save_csv(file) writes it. Its head:
    const std::string table = history.csv();
    std::cout << table.substr(0, table.find('\n')) << '\n';
    save_curves(history, "13_regression.svg"); // loss and val_loss over the epochs, for any browser
}

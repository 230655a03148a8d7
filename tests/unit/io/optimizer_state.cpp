// Trainings that Keras began (tests/golden/keras_state/make.py) go on here, and what a trainer saves goes on anew.
#include "test_files.hpp"
#include <cmath>
#include <ctnn/io/npz.hpp>
#include <ctnn/io/weights.hpp>
#include <ctnn/train.hpp>
#include <doctest/doctest.h>

using namespace ctnn;
using namespace ctnn::literals;
using test::refusal;

namespace {

constexpr auto net = functional([] {
    auto x = Input(shape<4>);
    auto h = BatchNormalization()(Dense(5, activation = ctnn::tanh)(x));
    h = Add()(h, Dense(5, use_bias = false)(h));
    return Model(x, Dense(2)(h));
});
const std::string golden = "../tests/golden/keras_state/";

std::vector<float> copy(std::span<const float> w) { return {w.begin(), w.end()}; }

struct recorded {
    std::string name;
    io::npz file = io::read_npz(golden + name + ".npz");
    std::vector<float> x = file["x"].as_float(), y = file["y"].as_float(), losses = file["loss"].as_float();

    template<class Model>
    void begin(Model& model) const {
        for (int i = 0; i < Model::weight_count; ++i) {
            const auto w = file["w" + std::to_string(i)].as_float();
            std::copy(w.begin(), w.end(), model.weight(i).begin());
        }
        model.prepare();
    }
    template<class Trainer>
    void train(Trainer& trainer, std::size_t from, std::size_t to) const {
        for (std::size_t s = from; s < to; ++s) {
            const double loss = trainer.train_on_batch(x, y);
            INFO("step ", s);
            CHECK(std::abs(loss - double(losses[s])) <= 1e-5 + 1e-4 * std::abs(double(losses[s])));
        }
    }
    template<class Trainer>
    void check_weights(Trainer& trainer) const {
        for (int i = 0; i < trainer.model().weight_count; ++i) {
            const auto f = file["f" + std::to_string(i)].as_float();
            const auto w = trainer.model().weight(i);
            for (std::size_t k = 0; k < f.size(); ++k) {
                INFO("weight ", i, ", element ", k);
                CHECK(std::abs(w[k] - f[k]) <= 1e-5f + 1e-4f * std::abs(f[k]));
            }
        }
    }
};

/// Keras' file, and this library's own, in the middle of the same training.
template<class Optimizer>
void check(const std::string& file, const Optimizer& o) {
    CAPTURE(file);
    const recorded keras{file.substr(0, file.find('.'))};
    auto model = net.build();
    auto trainer = compile(model, optimizer = o, loss = mse);
    trainer.load_weights(golden + file);
    CHECK(trainer.iterations() == 5);
    keras.train(trainer, 5, 10);
    keras.check_weights(trainer);

    auto mine = net.build(seed = 3);
    auto first = compile(mine, optimizer = o, loss = mse);
    keras.begin(mine);
    keras.train(first, 0, 5);
    test::folder folder;
    first.save_weights(folder / "a.weights.h5");
    keras.train(first, 5, 10);
    trainer.load_weights(folder / "a.weights.h5");
    keras.train(trainer, 5, 10);
    CHECK(copy(trainer.weights()) == copy(first.weights()));
    // the weights alone are for any model
    mine.load_weights(folder / "a.weights.h5");
    mine.load_weights(golden + file);
}

} // namespace

TEST_CASE("Training that Keras began goes on with Keras' numbers") {
    check("adam.weights.h5", Adam(0.02));
    check("momentum.weights.h5", SGD(0.05, momentum = 0.9));
    check("rmsprop.keras", RMSprop(0.01, momentum = 0.5, centered = true));
    check("nadam.keras", Nadam(0.01, use_ema = true, ema_momentum = 0.9));
    check("cosine.weights.h5", AdamW(CosineDecay(0.05, 12), gradient_accumulation_steps = 2));
}

TEST_CASE("The learning rate is the file's, and an optimizer that was saved before its first step begins anew") {
    auto model = net.build();
    auto trainer = compile(model, optimizer = Adam(0.5), loss = mse);
    trainer.load_weights(golden + "adam.weights.h5");
    CHECK(trainer.learning_rate() == double(0.02f));
    CHECK(trainer.iterations() == 5);
    trainer.load_weights(golden + "untrained.weights.h5");
    CHECK(trainer.learning_rate() == double(0.001f));
    CHECK(trainer.iterations() == 0);
    trainer.each_optimizer_variable([](const auto& v, bool of_a_weight) {
        for (std::size_t i = 0; of_a_weight && i < v.shape.size(); ++i) CHECK(v.data[i] == 0);
    });
    // a file without an optimizer changes nothing but the weights
    trainer.load_weights(golden + "adam.weights.h5");
    test::folder folder;
    const auto other = net.build(seed = 9);
    other.save_weights(folder / "plain.weights.h5");
    trainer.load_weights(folder / "plain.weights.h5");
    CHECK(trainer.iterations() == 5);
    CHECK(model.get_weights() == other.get_weights());
    // nor does one of a format that has no place for it
    trainer.save_weights(folder / "plain.npz");
    trainer.load_weights(folder / "plain.npz");
    CHECK(trainer.iterations() == 5);
}

TEST_CASE("The state of another optimizer, or of another network, is refused and changes nothing") {
    auto model = net.build(seed = 4);
    const auto before = model.get_weights();
    auto sgd_trainer = compile(model, optimizer = SGD(0.1), loss = mse);
    auto adam_trainer = compile(model, optimizer = Adam(0.1, use_ema = true), loss = mse);
    const std::string remedy = "; hint: compile the same model with the optimizer that it was saved with, or "
                               "model.load_weights() for the weights alone";
    CHECK(refusal([&] { sgd_trainer.load_weights(golden + "adam.weights.h5"); }) ==
          golden + "adam.weights.h5: holds the state of Adam, the trainer's optimizer is SGD" + remedy);
    CHECK(refusal([&] { sgd_trainer.load_weights(golden + "rmsprop.keras"); }) ==
          golden + "rmsprop.keras: holds the state of RMSprop, the trainer's optimizer is SGD" + remedy);
    CHECK(refusal([&] { sgd_trainer.load_weights(golden + "momentum.weights.h5"); }) ==
          golden + "momentum.weights.h5: holds 9 variables of the optimizer SGD, that of the trainer has 2" + remedy);
    CHECK(refusal([&] { adam_trainer.load_weights(golden + "adam.weights.h5"); }) ==
          golden + "adam.weights.h5: holds 16 variables of the optimizer Adam, that of the trainer has 23" + remedy);
    auto decaying = compile(model, optimizer = Adam(CosineDecay(0.1, 10)), loss = mse);
    const std::string schedule = "; hint: a learning rate given as a schedule has no variable, the file's was likely ";
    CHECK(refusal([&] { decaying.load_weights(golden + "adam.weights.h5"); }) ==
          golden + "adam.weights.h5: holds 16 variables of the optimizer Adam, that of the trainer has 15" + schedule +
              "a number, the trainer's is a schedule; " + remedy.substr(8));
    CHECK(model.get_weights() == before);
    CHECK(adam_trainer.iterations() == 0);
    CHECK(adam_trainer.learning_rate() == double(0.1f));
    {
        test::folder folder;
        auto constant = compile(model, optimizer = Adam(0.1), loss = mse);
        decaying.train_on_batch(std::vector<float>(4), std::vector<float>(2));
        decaying.save_weights(folder / "decaying.weights.h5");
        CHECK(refusal([&] { constant.load_weights(folder / "decaying.weights.h5"); }) ==
              (folder / "decaying.weights.h5").string() +
                  ": holds 15 variables of the optimizer Adam, that of the trainer has 16" + schedule +
                  "a schedule, the trainer's is a number; " + remedy.substr(8));
    }
}

TEST_CASE("A damaged file of weights and optimizer is refused and changes nothing") {
    auto model = net.build(seed = 4);
    auto trainer = compile(model, optimizer = Adam(0.1), loss = mse);
    trainer.load_weights(golden + "adam.weights.h5");
    const auto before = model.get_weights();
    const auto whole = io::read_file(golden + "adam.weights.h5");
    test::folder folder;
    const auto cut = folder / "cut.weights.h5";
    int refused = 0;
    for (std::size_t n = 0; n < whole.size(); n += 997) {
        io::replace_file(cut, std::span(whole).first(n));
        refused += !refusal([&] { trainer.load_weights(cut); }).empty();
    }
    CHECK(refused == int((whole.size() + 996) / 997));
    CHECK(model.get_weights() == before);
    CHECK(trainer.iterations() == 5);
}

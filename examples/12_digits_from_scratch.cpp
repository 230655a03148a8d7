// 12. A convolutional network that learns to read digits.
//
// 1,797 handwritten digits of 8 x 8 pixels (scikit-learn's; examples/data/make_digits_8x8.py wrote the file). Most of
// them are for training, 450 are kept apart: they take no part in any decision and tell in the end what was learned.
// New here are data from a file, layers that act otherwise while they train, and callbacks: objects that fit calls
// after every epoch (or batch) to stop it, to save weights, to change the learning rate, or for something of your own.
#include <cassert>
#include <ctnn/io/keras.hpp> // links with -lzip -lz
#include <ctnn/io/mapped_npz.hpp>
#include <ctnn/train.hpp>
#include <iostream>
using namespace ctnn;
using namespace ctnn::literals;

constexpr auto net = Sequential(
    Rescaling(0.0625_c, input_shape = shape<8, 8, 1>), // shades from 0 to 16 -> 0 to 1
    Conv2D(8_c, 3_c, padding = same, use_bias = false_c),
    BatchNormalization(), // by the batch's own mean and variance while it trains, by their running means afterwards
    ReLU(),
    Conv2D(20_c, 3_c, padding = same, use_bias = false_c),
    BatchNormalization(),
    ReLU(),
    MaxPooling2D(), // (8, 8, 20) -> (4, 4, 20)
    Flatten(),
    Dropout(0.4_c), // forgets 40 % of its inputs at random while it trains, does nothing afterwards
    // the sum of 0.001 w^2 over its kernel is added to the loss, so that weights stay small; other weights and layers
    // have such keywords, too, and kernel_constraint = MaxNorm(2_c) would be a bound
    Dense(10_c, activation = softmax, kernel_regularizer = L2(0.001_c)));

// A callback of your own is a class with some of Keras' members: on_epoch_end, on_train_begin, on_train_batch_end...
struct count_epochs {
    int epochs = 0;
    void on_epoch_end(int epoch, const logs&) { epochs = epoch + 1; }
};

// One without arguments needs its parentheses all the same:
#ifdef MISTAKE
void wrong(const std::vector<float>& x, const std::vector<float>& y) {
    auto model = net.build();
    compile(model, loss = sparse_categorical_crossentropy).fit(x, y, callbacks = EarlyStopping);
    // error: callbacks: number 1 is EarlyStopping without its arguments; hint: EarlyStopping()
}
#endif

int main(int, char** arguments) {
    // The files are mapped, not read: fit takes from them what a batch needs, here bytes that become floats on the way.
    const std::string data = arguments[1], best = "digits_from_scratch.weights.h5";
    const auto x = map_npz(data, "x_train"), y = map_npz(data, "y_train");
    const auto x_test = map_npz(data, "x_test"), y_test = map_npz(data, "y_test");

    auto model = net.build(seed = 1);
    auto trainer = compile(model, optimizer = Adam(0.002), metrics = accuracy,
                           loss = sparse_categorical_crossentropy); // "sparse": targets are class numbers
    count_epochs counter;
    trainer.fit(x, y, batch_size = 32, epochs = 60, validation_split = 0.15, verbose = 0,
                callbacks = std::tuple(
                    EarlyStopping(monitor = "val_loss", patience = 6, restore_best_weights = true),
                    ModelCheckpoint(best, save_best_only = true, save_weights_only = true),
                    std::ref(counter))); // callbacks are copied; std::ref: this very one, to be looked at later
    assert(counter.epochs > 6);

    const auto tested = trainer.evaluate(x_test, y_test, verbose = 0);
    const bool good = tested["accuracy"] >= 0.98;
    std::cout << "held-out digits read rightly: " << (good ? "at least" : "less than") << " 98 %\n";

    // Another program, another day: Keras' own file format, which Keras' model.load_weights reads, too.
    auto later = net.build();
    later.load_weights(best);
    assert(later.get_weights() == model.get_weights());
    std::cout << "the best epoch's weights were saved and loaded\n";

    // The whole model with what it was compiled with and the optimizer's state: Keras goes on training where this stopped.
    trainer.save("digits_from_scratch.keras");         // keras.saving.load_model reads it
    trainer.load_weights("digits_from_scratch.keras"); // and this reads what Keras saved
}

// Names of metrics that are there more than once, and generators that give too little or something wrong.
#include <ctnn/train.hpp>
#include <doctest/doctest.h>

using namespace ctnn;
using namespace ctnn::literals;

namespace {

constexpr auto two = functional([] {
    auto x = Input(shape<2>);
    return Model(inputs = x, outputs = tuple(Dense(1, name = "a")(x), Dense(1, name = "b")(x)));
});
constexpr auto classes = Sequential(Dense(3_c, activation = softmax, input_shape = shape<2>));

using batch = std::pair<std::vector<float>, std::vector<float>>;

template<class F>
std::string message_of(const F& f) {
    try {
        f();
    } catch (const std::exception& e) {
        return e.what();
    }
    return "";
}

} // namespace

TEST_CASE("Metrics of one name are numbered in each output, weighted ones are called so") {
    auto model = two.build();
    auto trainer = compile(model, loss = std::tuple(mse, mse), metrics = std::tuple(std::tuple(mae, mae, mse, mae), mae),
                           weighted_metrics = std::tuple(std::tuple(mae, mae, mse), metrics::RootMeanSquaredError()));
    std::string names;
    const std::vector<float> x(8), y(4);
    for (const auto& e : trainer.test_on_batch(x, std::tuple(y, y))) names += e.first + ' ';
    CHECK(names == "a_loss a_mae a_mae_1 a_mae_2 a_mse a_weighted_mae a_weighted_mae_1 a_weighted_mse b_loss b_mae "
                   "b_root_mean_squared_error loss ");
}

TEST_CASE("A class number for each sample where a target has a number for each class") {
    auto model = Sequential(Dense(3_c, softmax, input_shape = shape<2>)).build(seed = 1);
    const std::vector<tensor<float, 2>> x(12);
    const std::vector<int> labels(12, 1);
    auto categorical = compile(model, loss = categorical_crossentropy);
    CHECK(message_of([&] { categorical.fit(x, labels, verbose = 0); }) ==
          "fit(): y has 12 numbers for 12 samples, a target must have shape (3); hint: sparse_categorical_crossentropy "
          "takes class numbers, categorical_crossentropy one-hot tensors");
    auto squares = compile(model, loss = mse);
    CHECK(message_of([&] { squares.evaluate(x, labels, verbose = 0); }) ==
          "evaluate(): y has 12 numbers for 12 samples, a target must have shape (3)");
    CHECK(message_of([&] { squares.evaluate(x, std::vector<int>(36), verbose = 0); }) == "");
}

TEST_CASE("A generator's class numbers are checked; an epoch without a batch is the last") {
    auto model = classes.build();
    auto trainer = compile(model, loss = sparse_categorical_crossentropy);
    const auto before = model.get_weights();
    const auto wrong = [] { return std::optional(batch{{1, 2, 3, 4}, {0, 3}}); };
    const auto said = message_of([&] { trainer.fit(wrong, steps_per_epoch = 1, verbose = 0); });
    INFO(said);
    CHECK(said.find(" is 3, which is no class: the output has 3, 0 to 2") != std::string::npos);
    CHECK(model.get_weights() == before);
    int left = 5;
    const auto five = [&] { return left-- > 0 ? std::optional(batch{{1, 2, 3, 4}, {0, 1}}) : std::nullopt; };
    const auto history = trainer.fit(five, steps_per_epoch = 2, epochs = 7, verbose = 0);
    CHECK(history.history["loss"].size() == 4); // 2, 2 and 1 batches, none
    CHECK(trainer.iterations() == 5);
}

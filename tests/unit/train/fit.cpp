// fit and evaluate report what Keras' do: tests/golden/training/make_fit.py.
#include <cmath>
#include <ctnn/io/npz.hpp>
#include <ctnn/train.hpp>
#include <doctest/doctest.h>
#include <map>

using namespace ctnn;
using namespace ctnn::literals;

namespace {

const io::npz& recorded() {
    static const io::npz file = io::read_npz("../tests/golden/training/fit.npz");
    return file;
}
std::vector<float> stored(const std::string& name) { return recorded()[name].as<float>(); }

template<class Model>
void begin(Model& model, const std::string& name) {
    for (int i = 0; i < Model::weight_count; ++i) {
        const auto w = stored(name + "/w" + std::to_string(i));
        std::copy(w.begin(), w.end(), model.weight(i).begin());
    }
    model.prepare();
}
/// Every list of numbers that Keras' history has under this name, and no other.
void check(const std::string& name, const History& h) {
    CAPTURE(name);
    std::size_t lists = 0;
    for (const auto& a : recorded()) {
        if (!a.name.starts_with(name + "/")) continue;
        const char kind = a.name[name.size() + 1], second = a.name[name.size() + 2];
        if ((kind == 'w' || kind == 'f') && second >= '0' && second <= '9') continue; // weights
        const std::string key = a.name.substr(name.size() + 1);
        CAPTURE(key);
        ++lists;
        const auto expected = a.values.as<float>();
        REQUIRE(h.history.contains(key));
        REQUIRE(h.history[key].size() == expected.size());
        for (std::size_t i = 0; i < expected.size(); ++i)
            CHECK(std::abs(h.history[key][i] - double(expected[i])) <= 1e-6 + 1e-5 * std::abs(double(expected[i])));
    }
    CHECK(lists == h.history.size());
}
void check(const std::string& name, const measurements& m) {
    for (const auto& [key, value] : m) {
        CAPTURE(key);
        const double expected = double(stored(name + "/" + key)[0]);
        CHECK(std::abs(value - expected) <= 1e-6 + 1e-5 * std::abs(expected));
    }
}

constexpr auto net =
    Sequential(Dense(6_c, activation = ctnn::tanh, input_shape = shape<4>), Dense(3_c, activation = softmax));

std::vector<float> first(std::vector<float> v, std::size_t n) { return v.resize(n), v; }

struct squared_error {
    constexpr ops::value operator()(const ops::value& y_true, const ops::value& y_pred) const {
        return loss_math::mean_last(loss_math::square(loss_math::minus(y_pred, y_true)));
    }
};

} // namespace

TEST_CASE("Epochs report means over samples, and validation takes the last part") {
    auto model = net.build();
    begin(model, "split");
    auto trainer =
        compile(model, optimizer = sgd, loss = categorical_crossentropy, metrics = std::tuple(accuracy, mse));
    check("split", trainer.fit(stored("x"), stored("y"), batch_size = 8, epochs = 3, validation_split = 0.2,
                               shuffle = false, verbose = 0));
}

TEST_CASE("Classes have weights while they are trained") {
    auto model = net.build();
    begin(model, "class_weight");
    const auto x = stored("x"), c = stored("c");
    auto trainer = compile(model, optimizer = Adam(0.02), loss = sparse_categorical_crossentropy, metrics = accuracy);
    check("class_weight",
          trainer.fit(x, c, batch_size = 10, epochs = 2, class_weight = std::map<int, double>{{0, 0.5}, {2, 3.0}},
                      validation_data = std::pair(first(x, 36), first(c, 9)), shuffle = false, verbose = 0));
}

TEST_CASE("Samples have weights, which weighted_metrics alone of the metrics see") {
    auto model = net.build();
    begin(model, "sample_weight");
    const auto x = stored("x"), y = stored("y"), w = stored("weight");
    auto trainer = compile(model, optimizer = sgd, loss = categorical_crossentropy, metrics = accuracy,
                           weighted_metrics = std::tuple(accuracy, mae));
    check("sample_weight", trainer.fit(x, y, batch_size = 16, epochs = 2, sample_weight = w,
                                       validation_data = std::tuple(first(x, 80), first(y, 60), first(w, 20)),
                                       shuffle = false, verbose = 0));
}

TEST_CASE("Epochs count from initial_epoch, some of them validate") {
    auto model = net.build();
    begin(model, "epochs");
    const auto x = stored("x"), y = stored("y");
    auto trainer = compile(model, loss = categorical_crossentropy);
    check("epochs",
          trainer.fit(x, y, epochs = 6, initial_epoch = 2, validation_data = std::pair(first(x, 28), first(y, 21)),
                      validation_freq = 2, validation_batch_size = 3, shuffle = false, verbose = 0));
}

TEST_CASE("Losses are reduced as they say") {
    auto model = net.build();
    begin(model, "sum");
    {
        auto trainer =
            compile(model, loss = losses::CategoricalCrossentropy(label_smoothing = 0.1_c, reduction = "sum"_s));
        check("sum", trainer.fit(stored("x"), stored("y"), batch_size = 20, epochs = 2, shuffle = false, verbose = 0));
    }
    begin(model, "mean_with_weight");
    auto trainer = compile(model, loss = losses::CategoricalCrossentropy(reduction = "mean_with_sample_weight"_s));
    check("mean_with_weight", trainer.fit(stored("x"), stored("y"), batch_size = 20, epochs = 2,
                                          sample_weight = stored("weight"), shuffle = false, verbose = 0));
}

TEST_CASE("Two outputs have a loss and metrics each") {
    constexpr auto two = functional([] {
        auto a = Input(shape<4>);
        auto b = Input(shape<2>);
        auto h = Concatenate()(Dense(5_c, activation = relu)(a), b);
        return Model(inputs = std::tuple(a, b),
                     outputs = std::tuple(Dense(2_c, name = "left"_s)(h),
                                          Dense(3_c, activation = softmax, name = "right"_s)(h)));
    });
    auto model = two.build();
    begin(model, "two_outputs");
    const auto x = stored("x"), z = stored("z"), c = stored("c");
    auto trainer = compile(model, optimizer = adam, loss = std::tuple(mse, sparse_categorical_crossentropy),
                           loss_weights = std::tuple(0.3, 2.0), metrics = std::tuple(mae, accuracy));
    check("two_outputs",
          trainer.fit(std::tuple(x, z), std::tuple(z, c), batch_size = 12, epochs = 2, shuffle = false, verbose = 0));
    check("evaluate", trainer.evaluate(std::tuple(x, z), std::tuple(z, c), batch_size = 9, verbose = 0));
    check("test_on_batch",
          trainer.test_on_batch(std::tuple(first(x, 20), first(z, 10)), std::tuple(first(z, 10), first(c, 5))));
}

TEST_CASE("Frozen layers do not learn, nor does what a frozen BatchNormalization keeps") {
    constexpr auto frozen =
        Sequential(Dense(5_c, trainable = false_c, input_shape = shape<4>), BatchNormalization(trainable = false_c),
                   ReLU(), Dense(3_c), BatchNormalization(), Softmax());
    auto model = frozen.build();
    begin(model, "frozen");
    auto trainer = compile(model, optimizer = SGD(0.1), loss = categorical_crossentropy);
    check("frozen", trainer.fit(stored("x"), stored("y"), batch_size = 11, epochs = 2, shuffle = false, verbose = 0));
    for (int i = 0; i < model.weight_count; ++i) {
        const auto f = stored("frozen/f" + std::to_string(i));
        for (std::size_t k = 0; k < f.size(); ++k)
            CHECK(std::abs(model.weight(i)[k] - f[k]) <= 1e-6f + 1e-4f * std::abs(f[k]));
    }
}

TEST_CASE("A loss of one's own needs operator() alone") {
    auto model = net.build(seed = 1), same = net.build(seed = 1);
    const auto x = stored("x"), y = stored("y");
    const auto ours = compile(model, loss = squared_error()).fit(x, y, epochs = 2, verbose = 0);
    CHECK(ours.history["loss"] == compile(same, loss = mse).fit(x, y, epochs = 2, verbose = 0).history["loss"]);
}

TEST_CASE("A batch alone has weights of classes, too, and one list of weights serves several outputs") {
    auto model = net.build(seed = 1);
    auto trainer = compile(model, loss = sparse_categorical_crossentropy);
    const auto x = stored("x"), c = stored("c");
    std::vector<float> w(c.size(), 1);
    for (std::size_t i = 0; i < c.size(); ++i)
        if (c[i] == 0) w[i] = 0.5f;
    const double by_class = trainer.test_on_batch(x, c, class_weight = std::map<int, double>{{0, 0.5}});
    CHECK(by_class == double(trainer.test_on_batch(x, c, sample_weight = w)));
    CHECK(by_class != trainer.test_on_batch(x, c)["loss"]);

    constexpr auto two = functional([] {
        auto a = Input(shape<4>);
        return Model(inputs = a, outputs = std::tuple(Dense(1_c)(a), Dense(1_c)(a)));
    });
    auto both = two.build(seed = 1);
    auto trains_both = compile(both, loss = std::tuple(mse, mae));
    const auto y = std::tuple(c, c);
    const double once = trains_both.test_on_batch(x, y, sample_weight = w);
    CHECK(once == double(trains_both.test_on_batch(x, y, sample_weight = std::tuple(w, w))));
}

// Trainings that ctnn begins and Keras goes on with: see trainings.py.
//   trainings FOLDER
// For each: NAME.start.keras before the first step; NAME.keras and NAME.weights.h5 after five steps; and NAME.npz with
// x0.., y0.., all ten losses, what the model predicted and evaluated after five steps, and the weights after ten.
#include <ctnn/io/keras.hpp>
#include <ctnn/io/npz.hpp>
#include <ctnn/train.hpp>
#include <iostream>
#include <random>

using namespace ctnn;
using namespace ctnn::literals;

namespace {

std::filesystem::path folder;
std::mt19937 engine(1);

template<class Shape>
std::vector<std::size_t> batch_shape(std::size_t count, const Shape& s) {
    std::vector<std::size_t> all{count};
    for (int i = 0; i < s.rank; ++i) all.push_back(std::size_t(s[i]));
    return all;
}
std::vector<float> normal(std::size_t count) {
    std::normal_distribution<float> d;
    std::vector<float> v(count);
    for (float& f : v) f = d(engine);
    return v;
}
std::vector<float> numbers_below(std::size_t count, int bound) {
    std::vector<float> v(count);
    for (float& f : v) f = float(int(engine() % unsigned(bound)));
    return v;
}

constexpr std::size_t count = 12;

/// `x`, `y`: of all samples. Of two outputs: `z`.
template<class Model, class Trainer>
void go(const std::string& name, Model& model, Trainer& trainer, const std::vector<float>& x,
        const std::vector<float>& y, const std::vector<float>& z = {}) {
    using types = detail::sample_types<typename Model::definition>;
    constexpr int outputs = detail::architecture<typename Model::definition>::value.models[0].outputs.count;
    const auto at = [&](const char* ending) { return folder / (name + ending); };
    std::vector<io::named_array> all;
    const auto keep = [&](const std::string& entry, std::vector<std::size_t> shape, std::span<const float> v) {
        all.push_back({entry, io::array::of<float>(std::move(shape), v)});
    };
    const auto& a = detail::architecture<typename Model::definition>::value;
    keep("x", batch_shape(count, a.input(0)), x);
    keep("y", {count, y.size() / count}, y);
    if (!z.empty()) keep("z", {count, z.size() / count}, z);
    const auto step = [&] {
        if constexpr (outputs == 2)
            return double(trainer.train_on_batch(x, std::tuple(y, z)));
        else
            return double(trainer.train_on_batch(x, y));
    };
    std::vector<float> losses;
    trainer.save(at(".start.keras"));
    for (int s = 0; s < 5; ++s) losses.push_back(float(step()));
    trainer.save(at(".keras"));
    trainer.save_weights(at(".weights.h5"));
    std::vector<std::vector<float>> predicted(std::size_t(a.models[0].outputs.count));
    for (std::size_t s = 0; s < count; ++s) {
        typename types::input_tuple in;
        std::copy_n(x.begin() + long(s * x.size() / count), x.size() / count, std::get<0>(in).begin());
        const auto out = model.predict(std::get<0>(in));
        std::size_t k = 0;
        const auto add = [&](const auto& o) { predicted[k].insert(predicted[k].end(), o.begin(), o.end()), ++k; };
        if constexpr (outputs == 2)
            std::apply([&](const auto&... o) { (add(o), ...); }, out);
        else
            add(out);
    }
    for (std::size_t k = 0; k < predicted.size(); ++k)
        keep("p" + std::to_string(k), {count, predicted[k].size() / count}, predicted[k]);
    const auto measured = [&] {
        if constexpr (outputs == 2)
            return trainer.evaluate(x, std::tuple(y, z), verbose = 0);
        else
            return trainer.evaluate(x, y, verbose = 0);
    }();
    for (const auto& [what, value] : measured) {
        const float v = float(value);
        keep("e_" + what, {}, {&v, 1});
    }
    for (int s = 0; s < 5; ++s) losses.push_back(float(step()));
    keep("loss", {losses.size()}, losses);
    for (int i = 0; i < model.weight_count; ++i)
        keep("f" + std::to_string(i), {model.weight(i).size()}, std::as_const(model).weight(i));
    io::write_npz(at(".npz"), all);
    std::cout << name << std::endl;
}

constexpr auto dense =
    Sequential(Dense(5_c, activation = ctnn::tanh, input_shape = shape<4>), Dropout(0_c),
               Dense(4_c, activation = relu, kernel_initializer = "he_normal"_s), Dense(3_c, activation = softmax));
constexpr auto residual = functional([] {
    auto x = Input(shape<6, 6, 2>, name = "image");
    auto h = Conv2D(4, 3, padding = same, use_bias = false)(x);
    h = Activation("relu"_s)(BatchNormalization()(h));
    // (a bias in front of BatchNormalization would have no gradient but noise, which Adam makes large)
    auto y = BatchNormalization(momentum = 0.9)(Conv2D(4, 3, padding = same, use_bias = false)(h));
    h = ReLU()(Add()(h, y));
    return Model(x, Dense(3)(GlobalAveragePooling2D()(MaxPooling2D(2)(h))), name = "residual");
});
constexpr auto lstms =
    Sequential(LSTM(5_c, return_sequences = true_c, input_shape = shape<4, 3>), LSTM(4_c), Dense(1_c));
constexpr auto both = functional([] {
    auto x = Input(shape<4, 3>);
    auto h = Bidirectional(GRU(3, return_sequences = true_c))(x);
    h = TimeDistributed(Dense(3, activation = elu))(h);
    h = Bidirectional(SimpleRNN(2), merge_mode = ave)(h);
    return Model(x, Dense(1)(h));
});
constexpr auto embedded = Sequential(Embedding(11_c, 4_c, input_shape = shape<6>), GlobalAveragePooling1D(),
                                     Dense(1_c, activation = sigmoid));
constexpr auto outputs_2 = functional([] {
    auto x = Input(shape<4>);
    auto h = Dense(6, activation = selu)(x);
    auto state = LayerNormalization()(h);
    return Model(inputs = x,
                 outputs = tuple(Dense(2, name = "first")(state), Dense(3, activation = softmax, name = "second")(h)));
});
constexpr auto encoder =
    Sequential(Dense(4_c, activation = ctnn::tanh, name = "first"_s, input_shape = shape<3>), Dense(3_c));
constexpr auto block = functional([] {
    auto a = Input(shape<3>), b = Input(shape<3>);
    return Model(inputs = tuple(a, b), outputs = Dense(2)(Concatenate()(a, b)));
});
constexpr auto nested = functional([] {
    auto x = Input(shape<3>);
    auto shared = Dense(3, name = "shared"_s);
    auto h = encoder(shared(shared(x)));
    return Model(x, Dense(1)(block(encoder(x), h)));
});
constexpr auto states = functional([] {
    auto x = Input(shape<4, 3>);
    auto [y, h, c] = LSTM(3, return_sequences = true_c, return_state = true_c)(x);
    auto z = LSTM(3)(y, initial_state = tuple(h, c));
    return Model(x, Dense(1)(Add()(z, h)));
});
constexpr auto frozen = Sequential(Dense(5_c, trainable = false_c, input_shape = shape<4>),
                                   BatchNormalization(trainable = false_c), Dense(3_c));

constexpr auto penalized = functional([] {
    auto x = Input(shape<4, 3>);
    auto h = Bidirectional(
        GRU(2, return_sequences = true_c, kernel_regularizer = L2(0.02), bias_constraint = "non_neg"_s))(x);
    h = TimeDistributed(Dense(3, kernel_constraint = MaxNorm(0.7), bias_regularizer = "l1"_s))(h);
    h = LSTM(3, recurrent_regularizer = L1L2(0.01, 0.02))(h);
    return Model(x, Dense(1, kernel_regularizer = OrthogonalRegularizer(0.1), activity_regularizer = L2(0.1))(h));
});

template<class Net, class Optimizer, class Loss, class Metrics>
void train(const std::string& name, const Net& net, const Optimizer& o, const Loss& l, const Metrics& m,
           const std::vector<float>& x, const std::vector<float>& y) {
    auto model = net.build(seed = 5);
    auto trainer = compile(model, optimizer = o, loss = l, metrics = m);
    go(name, model, trainer, x, y);
}

} // namespace

int main(int, char** arguments) {
    folder = arguments[1];
    const auto x = normal(count * 4);
    std::vector<float> hot(count * 3), classes = numbers_below(count, 3);
    for (std::size_t i = 0; i < count; ++i) hot[i * 3 + std::size_t(classes[i])] = 1;
    const auto optimizers = [&](const char* name, const auto& o) {
        train(std::string("dense_") + name, dense, o, categorical_crossentropy, accuracy, x, hot);
    };
    optimizers("adam", Adam(0.02));
    optimizers("amsgrad", Adam(0.02, amsgrad = true, clipnorm = 0.5, beta_1 = 0.8));
    optimizers("sgd", SGD(0.1));
    optimizers("momentum", SGD(0.05, momentum = 0.9, nesterov = true, weight_decay = 0.01));
    optimizers("rmsprop", RMSprop(0.01, momentum = 0.5, centered = true));
    optimizers("nadam", Nadam(0.01, use_ema = true, ema_momentum = 0.9, ema_overwrite_frequency = 3));
    optimizers("adamw", AdamW(CosineDecay(0.05, 12), gradient_accumulation_steps = 2));
    optimizers("adamax", Adamax(ExponentialDecay(0.05, 3, 0.9)));
    optimizers("adagrad", Adagrad(PiecewiseConstantDecay(std::tuple(3, 7), std::tuple(0.1, 0.05, 0.01))));
    optimizers("adadelta", Adadelta(1.0));
    optimizers("adafactor", Adafactor(0.02));
    optimizers("ftrl", Ftrl(0.1, l1_regularization_strength = 0.001));
    optimizers("lion", Lion(0.003));
    optimizers("lamb", Lamb(0.01));
    optimizers("muon", Muon(0.01));
    optimizers("schedule_free", ScheduleFreeAdamW(0.01));

    train("residual", residual, Adam(0.01), losses::SparseCategoricalCrossentropy(from_logits = true_c),
          std::tuple(sparse_categorical_accuracy, metrics::SparseTopKCategoricalAccuracy(k = 2)), normal(count * 72),
          classes);
    const auto sequences = normal(count * 12), targets = normal(count);
    train("lstms", lstms, Adam(0.01), losses::Huber(delta = 0.5_c), std::tuple(mae, mse), sequences, targets);
    train("penalized", penalized, RMSprop(0.01), mse, mae, sequences, targets);
    train("both", both, RMSprop(0.01), mse, metrics::RootMeanSquaredError(), sequences, targets);
    train("states", states, Adam(0.01), log_cosh, mae, sequences, targets);
    std::vector<float> bits = numbers_below(count, 2);
    train("embedded", embedded, SGD(0.5, momentum = 0.5), binary_crossentropy,
          std::tuple(accuracy, AUC(curve = "PR"), Precision(), Recall(thresholds = 0.4)), numbers_below(count * 6, 11),
          bits);
    train("nested", nested, Adam(0.02), mae, mse, normal(count * 3), targets);
    train("frozen", frozen, Adam(0.02), losses::CosineSimilarity(), metrics::CosineSimilarity(), x, normal(count * 3));

    auto model = outputs_2.build(seed = 5);
    auto trainer = compile(model, optimizer = Adam(0.02), loss = std::tuple(mse, categorical_crossentropy),
                           loss_weights = std::tuple(0.25, 2.0), metrics = std::tuple(std::tuple(mae, mse), accuracy));
    go("outputs", model, trainer, x, normal(count * 2), hot);
}

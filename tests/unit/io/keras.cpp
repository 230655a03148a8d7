// What is saved as .keras is read back by the importer: the same network, the same weights. Real Keras reads it in
// tests/golden/saved, by hand.
#include "../../../tools/import/build.hpp"
#include "../../../tools/import/network_source.hpp"
#include "test_files.hpp"
#include <ctnn/io/keras.hpp>
#include <ctnn/train.hpp>
#include <doctest/doctest.h>

using namespace ctnn;
using namespace ctnn::literals;
using test::has;
using test::refusal;

namespace {

constexpr auto encoder =
    Sequential(Dense(4_c, activation = ctnn::tanh, name = "first"_s, input_shape = shape<3>), Dense(3_c));
constexpr auto net = functional([] {
    auto image = Input(shape<4, 4, 2>, name = "image");
    auto word = Input(shape<3>);
    auto h = BatchNormalization(epsilon = 0.01)(Conv2D(3, 3, padding = same, use_bias = false)(image));
    h = ZeroPadding2D(tuple(shape<1, 0>, shape<0, 1>))(ReLU(max_value = 6)(h));
    auto shared = Dense(3, name = "shared", kernel_initializer = "he_normal"_s);
    auto w = encoder(shared(shared(encoder(word))));
    auto [y, s, c] = LSTM(3, return_sequences = true_c, return_state = true_c)(Reshape(shape<5, 15>)(h));
    auto z = Bidirectional(GRU(2), merge_mode = ctnn::sum)(LSTM(3, return_sequences = true)(y, initial_state = tuple(s, c)));
    return Model(inputs = tuple(image, word), outputs = tuple(Dense(2, trainable = false)(Concatenate()(w, s)), z),
                 name = "branches");
});
constexpr auto tiny = Sequential(Dense(2_c, input_shape = shape<3>), Dropout(0.25_c), Dense(1_c));

struct doubled {
    static constexpr std::string_view keras_name = "Doubled";
    static constexpr auto arguments() { return takes(); }
    constexpr ops::value call(parameters&, const ops::value& x) const { return ops::add(x, x); }
};
inline constexpr factory<doubled> Doubled{};
constexpr auto with_lambda = Sequential(Dense(2_c, input_shape = shape<3>), Lambda([](auto x) { return x * x; }));
constexpr auto with_own = Sequential(Dense(2_c, input_shape = shape<2, 3>), TimeDistributed(Doubled()));

template<class Model>
bool same_weights(const import::imported& net, const Model& model) {
    const auto order = import::weights_in_order(net);
    bool same = int(order.size()) == Model::weight_count;
    for (int i = 0; same && i < Model::weight_count; ++i)
        same = std::ranges::equal(model.weight(i),
                                  std::span(net.weights).subspan(net.offset[std::size_t(order[std::size_t(i)])],
                                                                 model.weight(i).size()));
    return same;
}

/// The compile_config of a file, which is the last part of its configuration.
std::string compiled_in(const std::filesystem::path& file) {
    const auto bytes = io::zip_archive::open(file).read("config.json");
    const auto text = io::detail::as_text(bytes);
    return std::string(text.substr(text.find("\"compile_config\"")));
}

} // namespace

TEST_CASE("A model that was saved is read back as the same network with the same weights") {
    test::folder folder;
    const auto model = net.build(seed = 3);
    model.save(folder / "a.keras");
    const auto read = import::build(import::read_archive(folder / "a.keras"));
    CHECK(read.keras_version == "3.15.1");
    CHECK(read.name == "branches");
    CHECK(same_weights(read, model));
    const auto source = import::network_source(read);
    REQUIRE(source.inner.size() == 1);
    CHECK(source.inner[0].source == R"(Sequential(
    Input(shape<3>),
    Dense(4_c, activation = tanh, name = "first"_s),
    Dense(3_c)))");
    CHECK(source.source == R"(functional([] {
    auto image = Input(shape<4, 4, 2>, name = "image"_s);
    auto input_2 = Input(shape<3>);
    auto x = Conv2D(3, 3, padding = same, use_bias = false)(image);
    x = BatchNormalization(epsilon = 0.01)(x);
    auto y = block(input_2);
    x = ReLU(max_value = 6)(x);
    auto shared = Dense(3, name = "shared"_s);
    y = shared(y);
    y = shared(y);
    x = ZeroPadding2D(padding = tuple(shape<1, 0>, shape<0, 1>))(x);
    x = Reshape(shape<5, 15>)(x);
    auto [z, state_h, state_c] = LSTM(3, return_sequences = true, return_state = true_c)(x);
    x = LSTM(3, return_sequences = true)(z, initial_state = tuple(state_h, state_c));
    x = Bidirectional(GRU(2), merge_mode = sum)(x);
    y = block(y);
    y = Concatenate()(y, state_h);
    y = Dense(2, trainable = false)(y);
    return Model(inputs = tuple(image, input_2), outputs = tuple(y, x), name = "branches"_s);
}))");
    // equal weights under another network are no file for this one
    auto other = tiny.build();
    CHECK(has(refusal([&] { other.load_weights(folder / "a.keras"); }), "a.keras: layer 1 Dense 'dense'"));
    auto same = net.build(seed = 4);
    same.load_weights(folder / "a.keras");
    CHECK(same.get_weights() == model.get_weights());
}

TEST_CASE("A trainer saves what it was compiled with and its optimizer's state") {
    test::folder folder;
    auto model = tiny.build(seed = 3);
    auto trainer = compile(model, optimizer = Adam(CosineDecay(0.1, 20), clipnorm = 0.5), loss = losses::Huber(delta = 0.3_c),
                           metrics = std::tuple(mae, AUC(curve = "PR")), weighted_metrics = mse);
    const std::vector<float> x{1, 2, 3, -1, 0, 1, 2, 2, 0}, y{1, 0, 1};
    for (int i = 0; i < 3; ++i) trainer.train_on_batch(x, y);
    trainer.save(folder / "a.keras");
    CHECK(same_weights(import::build(import::read_archive(folder / "a.keras")), model));
    CHECK(compiled_in(folder / "a.keras") ==
          R"("compile_config":{"optimizer":{"module":"keras.optimizers","class_name":"Adam",)"
          R"("config":{"name":"adam","learning_rate":{"module":"keras.optimizers.schedules",)"
          R"("class_name":"CosineDecay","config":{"initial_learning_rate":0.1,"decay_steps":20.0,)"
          R"("alpha":0.0,"warmup_target":null,"warmup_steps":0.0},"registered_name":null},"beta_1":0.9,)"
          R"("beta_2":0.999,"epsilon":1e-07,"amsgrad":false,"weight_decay":null,"clipnorm":0.5,)"
          R"("clipvalue":null,"global_clipnorm":null,"use_ema":false,"ema_momentum":0.99,)"
          R"("ema_overwrite_frequency":null,"loss_scale_factor":null,"gradient_accumulation_steps":null},)"
          R"("registered_name":null},"loss":{"module":"keras.losses","class_name":"Huber",)"
          R"("config":{"delta":0.3,"reduction":"sum_over_batch_size","name":"huber_loss"},)"
          R"("registered_name":null},"loss_weights":null,"metrics":[{"module":"keras.metrics",)"
          R"("class_name":"MeanAbsoluteError","config":{"name":"mae","dtype":"float32"},)"
          R"("registered_name":null},{"module":"keras.metrics","class_name":"AUC",)"
          R"("config":{"num_thresholds":200,"curve":"PR","summation_method":"interpolation","name":"auc",)"
          R"("dtype":"float32","thresholds":null,"multi_label":false,"num_labels":null,"label_weights":null,)"
          R"("from_logits":false},"registered_name":null}],"weighted_metrics":[{"module":"keras.metrics",)"
          R"("class_name":"MeanSquaredError","config":{"name":"mse","dtype":"float32"},)"
          R"("registered_name":null}]}})");

    auto again = tiny.build(seed = 8);
    auto second = compile(again, optimizer = Adam(CosineDecay(0.1, 20), clipnorm = 0.5), loss = losses::Huber(delta = 0.3_c),
                          metrics = std::tuple(mae, AUC(curve = "PR")), weighted_metrics = mse);
    second.load_weights(folder / "a.keras");
    CHECK(second.iterations() == 3);
    // (a step that drops needs fit's seed, which is the caller's)
    CHECK(again.get_weights() == model.get_weights());
    const auto bytes = io::read_file(folder / "a.keras");
    std::size_t refused = 0, tried = 0;
    for (std::size_t n = 0; n < bytes.size(); n += 211, ++tried) {
        io::replace_file(folder / "cut.keras", std::span(bytes).first(n));
        refused += !refusal([&] { second.load_weights(folder / "cut.keras"); }).empty();
    }
    CHECK(refused == tried);
    CHECK(second.iterations() == 3);

    auto plain = compile(model, optimizer = Adam([](auto t) { return 0.1 / (1 + double(t)); }), loss = losses::Huber(delta = 0.3_c));
    CHECK(refusal([&] { plain.save(folder / "b.keras"); }) ==
          (folder / "b.keras").string() + ": not written: Adam: learning_rate is a function, which only a program has; hint: a "
                                          "schedule like CosineDecay can be written, so can a number");
    auto own = compile(model, loss = losses::Huber(delta = 0.3_c), metrics = MeanMetricWrapper(
                                  [](metric_row, metric_row) { return 1.0; }, name = "one"));
    CHECK(has(refusal([&] { own.save(folder / "b.keras"); }), "not written: the metric 'one' is one of your own"));
    CHECK_FALSE(std::filesystem::exists(folder / "b.keras"));
}

TEST_CASE("What Keras does not have is not written") {
    test::folder folder;
    const auto path = folder / "a.keras";
    CHECK(refusal([&] { with_lambda.build().save(path); }) ==
          path.string() + ": not written: layer Lambda 'lambda': is C++ code, which Keras cannot load; hint: "
                          "model.save_weights() writes the weights");
    CHECK(refusal([&] { with_own.build().save(path); }) ==
          path.string() + ": not written: layer TimeDistributed 'time_distributed': the Doubled inside: is a class of your "
                          "own, which Keras does not have; hint: model.save_weights() writes the weights");
    CHECK(refusal([&] { tiny.build().save(folder / "a.h5"); }) ==
          (folder / "a.h5").string() + ": whole models are in .keras files; hint: end the file's name in .keras; save_weights takes "
                                       ".weights.h5");
    CHECK(folder.size() == 0);
}

/// The source of a network, to the character: a person reads it.
#include "../../../tools/import/network_source.hpp"
#include "../io/test_files.hpp"
#include <doctest/doctest.h>

using namespace ctnn;

namespace {

import::network_text source_of(const char* file) { return import::network_source(import::build(import::read_archive(test::golden(file)))); }

} // namespace

TEST_CASE("a chain is a Sequential, its defaults left out") {
    CHECK(source_of("time_distributed.keras").source == R"(Sequential(
    Input(shape<4, 5, 5, 1>),
    TimeDistributed(Conv2D(3_c, 2_c, activation = relu)),
    TimeDistributed(MaxPooling2D()),
    TimeDistributed(Flatten()),
    SimpleRNN(3_c)))");
}

TEST_CASE("names are kept unless Keras counted them, whatever they are") {
    CHECK(source_of("sequential_names.keras").source == R"(Sequential(
    Input(shape<4>, name = "int"_s),
    Dense(6_c, activation = elu, name = "class"_s),
    Dense(5_c, activation = silu, name = "2nd-layer"_s),
    Dense(5_c, activation = hard_sigmoid, name = "relu"_s),
    Dense(2_c, name = "out.put"_s),
    name = "namespace"_s))");
}

TEST_CASE("a value goes back into the variable whose value nobody needs any more") {
    CHECK(source_of("functional_residual.keras").source == R"(functional([] {
    auto image = Input(shape<8, 8, 3>, name = "image"_s);
    auto x = Conv2D(6, 3, padding = same, use_bias = false)(image);
    x = BatchNormalization()(x);
    x = Activation(relu)(x);
    auto y = Conv2D(6, 3, padding = same)(x);
    x = Add()(y, x);
    x = ReLU()(x);
    x = MaxPooling2D()(x);
    x = GlobalAveragePooling2D()(x);
    x = Dense(5, activation = softmax)(x);
    return Model(inputs = image, outputs = x);
}))");
}

TEST_CASE("states, several outputs, layers called twice") {
    CHECK(source_of("states.keras").source == R"(functional([] {
    auto input = Input(shape<5, 3>);
    auto [x, state_h, state_c] = LSTM(4, return_sequences = true, return_state = true_c)(input);
    auto y = LSTM(4)(x, initial_state = tuple(state_h, state_c));
    return Model(inputs = input, outputs = tuple(y, state_h, state_c));
}))");
    CHECK(source_of("siamese.keras").source == R"(functional([] {
    auto left = Input(shape<11, 3>, name = "left"_s);
    auto right = Input(shape<11, 3>, name = "right"_s);
    auto shared = Conv1D(5, 3, activation = relu, name = "shared"_s);
    auto x = shared(left);
    auto y = shared(right);
    auto global_max_pooling1d = GlobalMaxPooling1D();
    x = global_max_pooling1d(x);
    y = global_max_pooling1d(y);
    auto z = Dot(1, normalize = true)(x, y);
    x = Subtract()(x, y);
    return Model(inputs = tuple(left, right), outputs = tuple(z, x));
}))");
}

TEST_CASE("models inside others are variables of their own") {
    const auto text = source_of("nested.keras");
    REQUIRE(text.inner.size() == 2);
    CHECK(text.inner[0].variable == "encoder");
    CHECK(text.inner[1].variable == "head");
    CHECK(text.inner[1].source == R"(functional([] {
    auto input = Input(shape<6>);
    auto x = encoder(input);
    x = LayerNormalization()(x);
    return Model(inputs = input, outputs = x, name = "head"_s);
}))");
}

TEST_CASE("two models inside that look the same stay two, by their names") {
    const auto inner = [](const char* name) {
        return std::string(R"({"class_name": "Sequential", "config": {"name": ")") + name + R"(", "layers": [
            {"class_name": "InputLayer", "config": {"name": "input", "batch_shape": [null, 3]}},
            {"class_name": "Dense", "config": {"name": "dense", "units": 3}}]}})";
    };
    const auto net = import::build_graph(R"({"class_name": "Sequential", "config": {"name": "sequential_2", "layers": [)" +
        inner("sequential") + "," + inner("sequential_1") + "]}}", "model.keras");
    const auto text = import::network_source(net);
    REQUIRE(text.inner.size() == 2);
    CHECK(text.inner[0].variable == "block");
    CHECK(text.inner[1].variable == "block_2");
    CHECK(text.inner[0].source != text.inner[1].source);
    CHECK(test::has(text.inner[1].source, "name = \"sequential_1\"_s"));
    CHECK(test::has(text.source, "    block,\n    block_2)"));
}

TEST_CASE("what no output needs is not written") {
    const auto net = import::build_graph(R"({"class_name": "Functional", "config": {"name": "functional", "layers": [
        {"class_name": "InputLayer", "name": "a", "config": {"name": "a", "batch_shape": [null, 3]}, "inbound_nodes": []},
        {"class_name": "Dense", "name": "used", "config": {"name": "used", "units": 3}, "inbound_nodes": [[["a", 0, 0, {}]]]},
        {"class_name": "Dense", "name": "unused", "config": {"name": "unused", "units": 3}, "inbound_nodes": [[["a", 0, 0, {}]]]}],
        "input_layers": [["a", 0, 0]], "output_layers": [["used", 0, 0]]}})", "model.keras");
    CHECK(import::network_source(net).source == R"(functional([] {
    auto a = Input(shape<3>, name = "a"_s);
    auto x = Dense(3, name = "used"_s)(a);
    return Model(inputs = a, outputs = x);
}))");
}

TEST_CASE("enumerators are spelled as Keras' names, which are constants of ctnn") {
    const auto net = import::build_graph(R"({"class_name": "Sequential", "config": {"name": "sequential", "layers": [
        {"class_name": "InputLayer", "config": {"name": "input", "batch_shape": [null, 4, 4, 2]}},
        {"class_name": "UpSampling2D", "config": {"name": "up_sampling2d", "interpolation": "lanczos3"}},
        {"class_name": "Conv2D", "config": {"name": "conv2d", "filters": 2, "kernel_size": 3, "padding": "same"}},
        {"class_name": "Reshape", "config": {"name": "reshape", "target_shape": [8, 16]}},
        {"class_name": "Bidirectional", "config": {"name": "bidirectional", "merge_mode": "ave", "layer":
            {"class_name": "GRU", "config": {"name": "forward_gru", "units": 3}}}}]}})", "model.keras");
    CHECK(import::network_source(net).source == R"(Sequential(
    Input(shape<4, 4, 2>),
    UpSampling2D(interpolation = lanczos3),
    Conv2D(2_c, 3_c, padding = same),
    Reshape(shape<8, 16>),
    Bidirectional(GRU(3_c), merge_mode = ave)))");
}

/// A file through the whole import: read, checked, turned into source. Nothing here writes a file.
#include "../../../tools/import/generate.hpp"
#include "../io/test_files.hpp"
#include <ctnn/io/hdf5_writer.hpp>
#include <doctest/doctest.h>
#include <limits>

using namespace ctnn;
using import::archive;
using test::has;

namespace {

const import::generate_options options{"net", "net", true, nullptr, ""};

/// Everything that ctnn-import does before it writes.
std::vector<import::output_file> import_bytes(std::vector<std::byte> bytes, const std::vector<extents>& shapes = {}) {
    return import::generate(import::build(import::parse_archive(std::move(bytes), "model.keras"), shapes), options);
}
std::string source_of(const import::imported& net) { return import::generate(net, options).at(1).content; }

/// A model's text around the layers of a Sequential.
std::string sequential(const std::string& layers) {
    return R"({"class_name": "Sequential", "config": {"name": "sequential", "layers": [)" + layers + "]}}";
}
std::string input(const std::string& shape) {
    return R"({"class_name": "InputLayer", "config": {"batch_shape": )" + shape + R"(, "name": "input_layer", "dtype": "float32"}})";
}
std::string layer_text(const std::string& c, const std::string& name, const std::string& more) {
    return R"({"class_name": ")" + c + R"(", "config": {"name": ")" + name + "\"" + (more.empty() ? "" : ", " + more) + "}}";
}
std::string refusal(const std::string& config, const std::vector<extents>& shapes = {}) {
    return test::refusal([&] { import::build_graph(config, "model.keras", "3.15.1", shapes); });
}

} // namespace

TEST_CASE("every prefix of a model file is refused") {
    for (auto name : {"small.keras", "deflated.keras", "small_keras2.h5", "small_keras3.h5"}) {
        const auto bytes = io::read_file(test::file(name));
        CHECK_MESSAGE(test::refused_prefixes(bytes, [](auto b) { import_bytes(std::move(b)); }) == bytes.size(), name);
        CHECK(import_bytes(bytes).size() == 3);
    }
}

TEST_CASE("a layer that ctnn does not have is named, with what to do") {
    const auto said = refusal(sequential(input("[null, 4]") + "," + layer_text("Swirl", "swirl_2", "")));
    CHECK(has(said, "model.keras: layer Swirl 'swirl_2': ctnn has no layer Swirl; hint: "));
    const auto lambda = refusal(sequential(input("[null, 4]") + "," + layer_text("Lambda", "twice", R"("function": {"class_name": "__lambda__"})")));
    CHECK(has(lambda, "layer Lambda 'twice'"));
    CHECK(has(lambda, "Python code"));
}

TEST_CASE("a layer's mistake is the sentence that the compiler would say") {
    const auto said = refusal(sequential(input("[null, 4]") + "," + layer_text("LSTM", "lstm", R"("units": 3)")));
    CHECK(has(said, "layer 1 LSTM 'lstm': expected a rank-2 input (timesteps, features), got (4)"));
}

TEST_CASE("unknown extents are refused, or taken from outside") {
    const auto model = sequential(input("[null, null, 3]") + "," + layer_text("LSTM", "lstm", R"("units": 2)"));
    CHECK(has(refusal(model), "has the input shape (None, 3) for a sample, and ctnn needs every extent; hint: say which with --input-shape"));
    CHECK(refusal(model, {{7, 3}}).empty());
    CHECK(has(refusal(model, {{7, 4}}), "which (7, 4) does not fit"));
    CHECK(has(refusal(model, {extents{7}}), "which (7) does not fit"));
    CHECK(has(refusal(model, {{7, 3}, {2, 2}}), "has 1 input, got 2 shapes"));
    const auto unbuilt = sequential(layer_text("Dense", "dense", R"("units": 2)"));
    CHECK(has(refusal(unbuilt), "its input shape is not known; hint: say it with --input-shape"));
    CHECK(refusal(unbuilt, {extents{5}}).empty());
}

TEST_CASE("an unknown extent inside a nested model follows from what it is called on") {
    const auto inner = R"({"class_name": "Sequential", "config": {"name": "inner", "layers": [)" + input("[null, null, 3]") + "," +
        layer_text("Dense", "dense", R"("units": 2)") + "]}}";
    CHECK(refusal(sequential(input("[null, null, 3]") + "," + inner), {{7, 3}}).empty());
}

TEST_CASE("a mask that would reach a recurrent layer is refused, another one does no harm") {
    const auto masked = layer_text("Embedding", "embedding", R"("input_dim": 9, "output_dim": 4, "mask_zero": true)");
    const auto said = refusal(sequential(input("[null, 6]") + "," + masked + "," + layer_text("GRU", "gru", R"("units": 2)")));
    CHECK(has(said, "layer 2 GRU 'gru': gets a mask, which ctnn does not have; hint: "));
    CHECK(refusal(sequential(input("[null, 6]") + "," + masked + "," + layer_text("Flatten", "flatten", ""))).empty());
}

TEST_CASE("numbers and shapes that no machine can hold are refused without trying") {
    for (auto config : {sequential(input("[null, 100000, 100000]") + "," + layer_text("Flatten", "flatten", "")),
                        sequential(input("[null, 4]") + "," + layer_text("Dense", "dense", R"("units": 99999999999)")),
                        sequential(input("[null, 4]") + "," + layer_text("Dense", "dense", R"("units": -3)")),
                        sequential(input("[null, 100, 100, 1]") + "," + layer_text("UpSampling2D", "up", R"("size": [100000, 100000])"))})
        CHECK(!refusal(config).empty());
}

TEST_CASE("weights that are no numbers are refused, infinite ones are kept") {
    const auto model = [](float value) {
        io::hdf5_writer w;
        w.attribute("", "model_config", R"({"class_name": "Sequential", "config": {"name": "sequential", "layers": [{"class_name": "Dense",
            "config": {"name": "first", "units": 2, "use_bias": false, "batch_input_shape": [null, 1]}}]}})");
        w.attribute("", "keras_version", "2.12.0");
        w.attribute("model_weights", "layer_names", std::vector<std::string>{"first"});
        w.attribute("model_weights/first", "weight_names", std::vector<std::string>{"first/kernel:0"});
        const std::vector<float> kernel{1, value};
        w.dataset("model_weights/first/first/kernel:0", {1, 2}, kernel);
        return w.bytes();
    };
    const auto said = test::refusal([&] { import_bytes(model(std::numeric_limits<float>::quiet_NaN())); });
    INFO(said);
    CHECK(has(said, "first/kernel:0"));
    CHECK(has(said, "is not a number (NaN) at (0, 1); hint: "));
    const auto files = import_bytes(model(-std::numeric_limits<float>::infinity()));
    CHECK(has(files[0].content, "-__builtin_inff()"));
}

TEST_CASE("names from the file cannot leave their string or comment") {
    const auto net = import::build_graph(sequential(input("[null, 4]") + "," +
        layer_text("Activation", R"(a\"_s)); int main() { return 1; } //\\\n\u202e)", R"("activation": "relu")")), "evil\n#error.keras", "3\n#error");
    const auto text = source_of(net);
    CHECK(has(text, R"(Activation(relu, name = "a\"_s)); int main() { return 1; } //\\\012\342\200\256"_s));)"));
    CHECK(has(text, "// Made by ctnn-import from evil?#error.keras (Keras 3?#error)."));
}

/// The source of a configuration, with any weights.
std::string source_of(const std::string& config) {
    auto net = import::build_graph(config, "model.keras");
    for (const parameter& p : net.graph->parameters) {
        net.offset.push_back(net.weights.size());
        net.weights.resize(net.weights.size() + p.shape.size());
    }
    return source_of(net);
}

TEST_CASE("regularizers and constraints are part of the source") {
    const std::string l2 = R"({"module": "keras.regularizers", "class_name": "L2", "config": {"l2": 0.009999999776482582}, "registered_name": null})";
    const std::string max_norm = R"({"class_name": "MaxNorm", "config": {"max_value": 2, "axis": [0, 1, 2]}})";
    const auto lstm = [&](const char* backwards, const std::string& kernel) {
        return R"({"class_name": "LSTM", "config": {"name": "lstm", "units": 3, "return_sequences": true, "go_backwards": )" +
               std::string(backwards) + R"(, "recurrent_regularizer": "l1", "kernel_constraint": )" + kernel + "}}";
    };
    const std::string unit = R"({"class_name": "UnitNorm", "config": {"axis": 1}})";
    const auto two = [&](const std::string& kernel) {
        return layer_text("Bidirectional", "bidirectional", "\"layer\": " + lstm("false", unit) + ", \"backward_layer\": " + lstm("true", kernel));
    };
    const auto text = source_of(sequential(input("[null, 4, 4, 1]") + "," +
        layer_text("Conv2D", "conv2d", R"("filters": 2, "kernel_size": [3, 3], "kernel_regularizer": )" + l2 +
                   R"(, "kernel_constraint": )" + max_norm + R"(, "bias_regularizer": null)") + "," +
        layer_text("Flatten", "flatten", "\"activity_regularizer\": " + l2) + "," +
        layer_text("Dense", "dense", R"("units": 2, "kernel_regularizer": {"class_name": "OrthogonalRegularizer", "config": {"factor": 0.5,
            "mode": "columns"}}, "bias_regularizer": {"class_name": "Mine", "config": {}}, "bias_constraint": {"class_name": "NonNeg",
            "config": {}}, "kernel_constraint": {"class_name": "MinMaxNorm", "config": {"min_value": 0.5, "max_value": 1.5, "rate": 1.0,
            "axis": 0}})")));
    INFO(text);
    CHECK(has(text, "kernel_regularizer = L2(0.01_c), kernel_constraint = MaxNorm(2_c, shape<0, 1, 2>)"));
    CHECK(has(text, "OrthogonalRegularizer(0.5_c, \"columns\"_s)"));
    CHECK(has(text, "MinMaxNorm(0.5_c, 1.5_c, 1_c)"));
    CHECK(has(text, "bias_constraint = NonNeg()"));
    CHECK(has(text, "Flatten(activity_regularizer = L2(0.01_c))"));
    CHECK(has(text, "// Left out, since only training needs them: regularizers.\n")); // Mine
    const auto same = source_of(sequential(input("[null, 4, 2]") + "," + two(unit)));
    INFO(same);
    CHECK(has(same, "recurrent_regularizer = L1(0.01_c)"));
    CHECK(has(same, "kernel_constraint = UnitNorm(1_c)"));
    CHECK(!has(same, "backward_layer"));
    const auto other = source_of(sequential(input("[null, 4, 2]") + "," + two("null")));
    INFO(other);
    CHECK(has(other, "backward_layer = LSTM(3_c, return_sequences = true_c, go_backwards = true_c,"));
}

TEST_CASE("what only training needs is left out, and the source says so") {
    auto net = import::build_graph(sequential(input("[null, 4]") + "," + layer_text("Activation", "activation_7", R"("activation": "relu")") + "," +
        layer_text("Dropout", "dropout", R"("rate": 0.25, "seed": 4)")), "model.keras");
    const auto text = source_of(net);
    CHECK(has(text, "Activation(relu),\n    Dropout(0.25_c));"));
    CHECK(has(text, "// Left out, since only training needs them: seeds.\n"));
    CHECK(has(text, "// Layers without a name of their own are numbered from the start"));
}

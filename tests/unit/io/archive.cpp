#include "../../../tools/import/archive.hpp"
#include "test_files.hpp"
#include <ctnn/io/hdf5_writer.hpp>
#include <doctest/doctest.h>

using namespace ctnn;
using ctnn::import::archive;
using ctnn::import::parse_archive;
using ctnn::import::read_archive;
using test::file;
using test::quarters;

namespace {
std::string refusal(const std::string& name) {
    const auto text = test::refusal([&] { read_archive(file(name)); });
    CHECK_MESSAGE(test::has(text, name + ": "), text);
    CHECK_MESSAGE(test::has(text, "; hint: "), text);
    return text;
}
archive parse(std::vector<std::byte> bytes) { return parse_archive(std::move(bytes), "x"); }

/// A legacy .h5 file of one Dense layer, to be spoilt.
io::hdf5_writer legacy(const std::vector<float>& kernel, std::vector<std::string> layers = {"dense"},
                       std::vector<std::string> weights = {"dense/kernel:0"}) {
    io::hdf5_writer w;
    w.attribute("", "model_config", R"({"class_name": "Sequential", "config": {}})");
    w.attribute("model_weights", "layer_names", std::move(layers));
    w.attribute("model_weights/dense", "weight_names", std::move(weights));
    w.dataset("model_weights/dense/dense/kernel:0", {kernel.size()}, kernel);
    return w;
}
std::string legacy_refusal(const io::hdf5_writer& w) {
    return test::refusal([&] { parse(w.bytes()); });
}
} // namespace

TEST_CASE(".keras is read, stored or deflated: configuration, version, weights by path") {
    for (auto name : {"small.keras", "deflated.keras"}) {
        const auto a = read_archive(file(name));
        CHECK(a.kind == archive::format::keras_v3);
        CHECK(a.keras_version == "3.15.1");
        CHECK(test::has(a.config_json, R"("class_name": "Sequential")"));
        REQUIRE(a.layer("layers/dense_1"));
        CHECK(a.layer("layers/dense_1")->name == "second");
        CHECK(a.layer("layers/dropout")->weights.empty());
        CHECK(a.layer("layers/dense_2") == nullptr);
        CHECK(a.weight("layers/dense", 0)->shape == test::shape{2, 3});
        CHECK(a.weight("layers/dense", 0)->as_float() == quarters(6, 0));
        CHECK(a.weight("layers/dense", 1)->as_float() == quarters(3, 1));
        CHECK(a.weight("layers/dense_1", 0)->as_float() == quarters(3, 2));
        CHECK(a.weight("layers/dense_1", 1)->as_float() == quarters(1, 3));
        CHECK(a.weight("layers/dense_1", 2) == nullptr);
        CHECK(a.weight("layers/none", 0) == nullptr);
    }
}

TEST_CASE("a legacy .h5 is read, of Keras 2 and of Keras 3: weights by layer name, in order") {
    for (auto [name, version, kernel] : {std::tuple{"small_keras2.h5", "2.21.0", "first/kernel:0"},
                                         std::tuple{"small_keras3.h5", "3.15.1", "small/first/kernel"},
                                         std::tuple{"many_names.h5", "2.21.0", "first/kernel:0"}}) {
        const auto a = read_archive(file(name));
        CHECK(a.kind == archive::format::legacy_h5);
        CHECK(a.keras_version == version);
        REQUIRE(a.layer("first"));
        CHECK(a.layer("first")->weights[0].name == kernel);
        CHECK(a.weight("first", 0)->as_float() == quarters(6, 0));
        CHECK(a.weight("first", 1)->as_float() == quarters(3, 1));
        CHECK(a.weight("second", 0)->as_float() == quarters(3, 2));
        CHECK(a.layer("second")->weights.size() == 2);
    }
}

TEST_CASE("weights and a configuration in two files are read") {
    const auto a = read_archive(file("small.weights.h5"), file("small.config.json"));
    CHECK(a.kind == archive::format::weights_h5);
    CHECK(a.keras_version == "3");
    CHECK(a.weight("layers/dense_1", 0)->as_float() == quarters(3, 2));
    const auto old = read_archive(file("small_keras2_weights.h5"), file("small.config.json"));
    CHECK(old.kind == archive::format::legacy_h5);
    CHECK(old.weight("second", 0)->as_float() == quarters(3, 2));
    CHECK(test::has(test::refusal([] { read_archive(file("small.weights.h5"), file("small.keras")); }),
                    "small.keras: it is"));
    CHECK(test::has(test::refusal([] { read_archive(file("small.weights.h5"), file("small.weights.h5")); }),
                    "it is not a JSON object; hint: --config takes the text of model.to_json() in a file"));
    CHECK(test::has(test::refusal([] { read_archive(file("types.h5"), file("small.config.json")); }),
                    "no weights of a Keras"));
}

TEST_CASE("a model in a folder is read") {
    test::folder folder;
    CHECK(test::has(test::refusal([&] { read_archive(folder.path); }), "without a Keras model"));
    std::filesystem::copy(file("small.config.json"), folder / "config.json");
    std::filesystem::copy(file("small.weights.h5"), folder / "model.weights.h5");
    io::replace_file(folder / "metadata.json",
                     std::as_bytes(std::span(std::string_view(R"({"keras_version": "3.9.0"})"))));
    const auto a = read_archive(folder.path);
    CHECK(a.kind == archive::format::keras_v3);
    CHECK(a.keras_version == "3.9.0");
    CHECK(a.weight("layers/dense", 1)->as_float() == quarters(3, 1));
}

TEST_CASE("every golden model is read") {
    for (const auto& entry : std::filesystem::directory_iterator(test::golden(""))) {
        const auto ending = entry.path().extension();
        if ((ending != ".keras" && ending != ".h5") || entry.path().string().ends_with(".weights.h5")) continue;
        const auto text = test::refusal([&] {
            const auto a = read_archive(entry.path());
            CHECK(!a.layers.empty());
        });
        CHECK_MESSAGE(text.empty(), text);
    }
}

TEST_CASE("every broken archive has its sentence") {
    CHECK(test::has(refusal("refused_climbing.keras"), "would lie outside the archive"));
    CHECK(test::has(refusal("refused_absolute.keras"), "would lie outside the archive"));
    CHECK(test::has(refusal("refused_duplicate.keras"), "twice"));
    CHECK(test::has(refusal("refused_lzma.keras"), "compressed in an unknown way"));
    CHECK(test::has(refusal("refused_bomb.keras"), "too many for an archive of"));
    CHECK(test::has(refusal("refused_no_config.keras"), "holds no Keras model (no config.json)"));
    CHECK(test::has(refusal("refused_no_weights.keras"), "holds no model.weights.h5"));
    CHECK(test::has(refusal("refused_no_json.keras"), "config.json is not a JSON object"));
    CHECK(test::has(refusal("refused_list.keras"), "config.json is not a JSON object"));
    CHECK(test::has(refusal("refused_no_model.keras"), "does not describe a Keras model"));
    CHECK(test::has(refusal("refused_repeated_key.keras"), "names a key twice"));
    CHECK(test::has(refusal("refused_deep.keras"), "nested more than 256 deep"));
    CHECK(test::has(refusal("refused_nan.keras"), "'layers/dense_1/vars/0' is not a number (NaN) at (1, 0)"));
    CHECK(test::has(refusal("refused_numbering.keras"), "'layers/dense_1' are not numbered from 0"));
    CHECK(test::has(refusal("refused_soft_link.h5"), "is a link"));
    CHECK(test::has(refusal("small.weights.h5"), "holds weights, but no model"));
    CHECK(test::has(refusal("small_keras2_weights.h5"), "holds weights, but no model"));
    CHECK(test::has(refusal("types.h5"), "holds no Keras model"));
    CHECK(test::has(refusal("c_order.npy"), "neither a .keras file (ZIP) nor a .h5 file (HDF5)"));
    CHECK(test::has(test::refusal([] { parse({}); }), "is empty"));
    CHECK(test::has(test::refusal([] { read_archive("none.keras"); }), "there is no such file"));
}

TEST_CASE("a legacy file that contradicts itself is refused") {
    const auto kernel = quarters(4);
    CHECK(legacy_refusal(legacy(kernel)).empty());
    CHECK(parse(legacy(kernel).bytes()).keras_version == "1");
    CHECK(test::has(legacy_refusal(legacy(kernel, {"dense", "other"})), "has no weights of the layer 'other'"));
    CHECK(test::has(legacy_refusal(legacy(kernel, {"dense", "dense"})), "lists the layer 'dense' twice"));
    CHECK(test::has(legacy_refusal(legacy(kernel, {"dense"}, {"bias:0"})),
                    "has no weight 'bias:0' of the layer 'dense'"));
    CHECK(test::has(legacy_refusal(legacy(kernel, {"dense"}, {""})), "has no weight ''"));
    CHECK(test::has(legacy_refusal(legacy(kernel, {"dense"}, {"dense"})), "is not a dataset"));
    CHECK(test::has(legacy_refusal(legacy(kernel, {"dense/dense/kernel:0"})), "has no weights of the layer"));
    CHECK(test::has(legacy_refusal(legacy({0, NAN})), "(NaN) at (1)"));
    io::hdf5_writer w;
    w.attribute("", "model_config", R"({"class_name": "Sequential", "config": {}})");
    CHECK(test::has(legacy_refusal(w), "no model_weights"));
    w.group("model_weights");
    CHECK(test::has(legacy_refusal(w), "has no attribute layer_names"));
}

TEST_CASE("few bytes cannot stand for many weights") {
    // sixty-four names of one dataset of a megabyte are let pass by its size alone, a hundred are not
    const std::vector<float> kernel(1 << 18);
    const std::vector<std::string> names(100, "dense/kernel:0");
    CHECK(test::has(legacy_refusal(legacy(kernel, {"dense"}, names)), "its weights are too large for a file of"));
}

TEST_CASE("no prefix of a model file is accepted, and no changed byte is fatal") {
    for (auto name : {"small.keras", "deflated.keras", "small_keras2.h5"}) {
        const auto bytes = io::read_file(file(name));
        CHECK_MESSAGE(test::refused_prefixes(bytes, parse) == bytes.size(), name);
        test::with_every_byte_changed(bytes, parse);
    }
}

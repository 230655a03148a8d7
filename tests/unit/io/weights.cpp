#include "test_files.hpp"
#include <ctnn/io/weights.hpp>
#include <doctest/doctest.h>
#include <numeric>

using namespace ctnn::io;
using test::file;
using test::quarters;
using test::refusal;

namespace {
/// The model of files/make.py: Dense(3, name="first") on (2,), Dropout, Dense(1, name="second").
struct small {
    std::vector<float> kernel1 = std::vector<float>(6, -1), bias1 = std::vector<float>(3, -1),
                       kernel2 = std::vector<float>(3, -1), bias2 = std::vector<float>(1, -1);
    std::vector<weight_entry> entries() {
        return {{"first", "Dense", "layers/dense", "kernel", {2, 3}, kernel1, 1},
                {"first", "Dense", "layers/dense", "bias", {3}, bias1, 1},
                {"second", "Dense", "layers/dense_1", "kernel", {3, 1}, kernel2, 3},
                {"second", "Dense", "layers/dense_1", "bias", {1}, bias2, 3}};
    }
    static small of_file() {
        small s;
        s.kernel1 = quarters(6, 0), s.bias1 = quarters(3, 1), s.kernel2 = quarters(3, 2), s.bias2 = quarters(1, 3);
        return s;
    }
    bool operator==(const small&) const = default;
};
const std::string endings[] = {"a.weights.h5", "a.safetensors"};
} // namespace

TEST_CASE("weights that Keras saved are loaded") {
    small model;
    load_weights(file("small.weights.h5"), model.entries());
    CHECK(model == small::of_file());
}

TEST_CASE("nested layers are found by their path, and what only training needs is passed over") {
    std::vector<std::vector<float>> values;
    std::vector<weight_entry> entries;
    auto add = [&](std::string path, std::string name, test::shape shape) {
        values.emplace_back(detail::element_count(shape));
        entries.push_back({path, "", path, name, shape, values.back()});
    };
    values.reserve(20);
    for (std::string side : {"forward", "backward"}) {
        const auto path = "layers/bidirectional/" + side + "_layer/cell";
        add(path, "kernel", {4, 12}), add(path, "recurrent_kernel", {3, 12}), add(path, "bias", {12});
    }
    for (auto name : {"gamma", "beta", "moving_mean", "moving_variance"}) add("layers/batch_normalization", name, {6});
    add("layers/gru/cell", "kernel", {6, 6}), add("layers/gru/cell", "recurrent_kernel", {2, 6});
    add("layers/gru/cell", "bias", {2, 6});
    add("layers/dense", "kernel", {2, 2}), add("layers/dense", "bias", {2});
    load_weights(file("recurrent.weights.h5"), entries);
    for (std::size_t i = 0; i < values.size(); ++i)
        CHECK_MESSAGE(values[i] == quarters(values[i].size(), int(i)), entries[i].path, entries[i].name);
}

TEST_CASE("weights that are saved are loaded again, and the same model is the same file") {
    test::folder folder;
    for (const auto& name : endings) {
        auto saved = small::of_file();
        save_weights(folder / name, saved.entries());
        const auto bytes = read_file(folder / name);
        save_weights(folder / name, saved.entries());
        CHECK(read_file(folder / name) == bytes);
        small loaded;
        load_weights(folder / name, loaded.entries());
        CHECK(loaded == saved);
    }
    CHECK(folder.size() == 2);
}

TEST_CASE("a file that does not fit names the layer and the weight, and changes nothing") {
    test::folder folder;
    for (const auto& name : endings) {
        const auto path = folder / name;
        auto saved = small::of_file();
        auto check = [&](std::vector<weight_entry> entries, const small& model, std::string_view expected) {
            const auto text = refusal([&] { load_weights(path, entries); });
            CHECK_MESSAGE(test::has(text, expected), text);
            CHECK(test::has(text, path.string() + ": "));
            CHECK(test::has(text, "; hint: "));
            CHECK(model == small{});
        };
        save_weights(path, saved.entries());
        {
            small model;
            std::vector<float> longer(8);
            auto entries = model.entries();
            entries[2].shape = {4, 2}, entries[2].values = longer;
            check(entries, model, ": layer 3 Dense 'second': kernel must have shape (4, 2), got (3, 1)");
        }
        {
            small model;
            float more = 0;
            auto entries = model.entries();
            entries.push_back({"third", "Dense", "layers/dense_2", "kernel", {1}, {&more, 1}, 4});
            check(entries, model, ": layer 4 Dense 'third': kernel with shape (1) is not in the file");
        }
        {
            small model;
            auto entries = model.entries();
            entries.pop_back();
            check(entries, model, "second");
            entries.pop_back();
            check(entries, model, "second");
        }
    }
}

TEST_CASE("NaN is neither loaded nor saved") {
    test::folder folder;
    for (const auto& name : endings) {
        auto good = small::of_file(), bad = good;
        bad.kernel2[1] = NAN;
        save_weights(folder / name, good.entries());
        const auto text = refusal([&] { save_weights(folder / name, bad.entries()); });
        CHECK(test::has(text, "not written: layer 3 Dense 'second': kernel holds NaN; hint: "));
        small model;
        load_weights(folder / name, model.entries());
        CHECK(model == good);
    }
    hdf5_writer writer;
    const float values[] = {0, NAN, 0};
    writer.dataset("layers/dense/vars/0", {3}, values);
    float v[3] = {};
    const weight_entry entry{"dense", "Dense", "layers/dense", "bias", {3}, v};
    const auto text =
        refusal([&] { load_weights_h5(hdf5_file(writer.bytes(), "x.weights.h5"), std::span(&entry, 1)); });
    CHECK(test::has(text, "x.weights.h5: layer Dense 'dense': bias is not a number (NaN) at (1); hint: "));
}

TEST_CASE("a save that fails leaves the old file, and no rubbish") {
    test::folder folder;
    auto model = small::of_file();
    CHECK(
        test::has(refusal([&] { save_weights(folder / "none/a.safetensors", model.entries()); }), "cannot be written"));
    std::filesystem::create_directory(folder / "a.weights.h5");
    CHECK(test::has(refusal([&] { save_weights(folder / "a.weights.h5", model.entries()); }), "cannot be replaced"));
    CHECK(folder.size() == 1);
}

TEST_CASE("a saved file keeps the permissions of the old one, and a link stays a link") {
    namespace fs = std::filesystem;
    test::folder folder;
    auto model = small::of_file();
    save_weights(folder / "real.safetensors", model.entries());
    fs::permissions(folder / "real.safetensors", fs::perms::owner_read | fs::perms::owner_write);
    fs::create_symlink("real.safetensors", folder / "link.safetensors");
    model.bias2[0] = 7;
    save_weights(folder / "link.safetensors", model.entries());
    CHECK(fs::is_symlink(folder / "link.safetensors"));
    CHECK(fs::status(folder / "real.safetensors").permissions() == (fs::perms::owner_read | fs::perms::owner_write));
    small loaded;
    load_weights(folder / "real.safetensors", loaded.entries());
    CHECK(loaded == model);
}

TEST_CASE("other file names are refused with the names that work") {
    small model;
    for (auto name : {"a.keras", "a.h5", "a.bin", "weights"}) {
        if (std::string_view(name) != "a.keras") // whole models, which have weights to read
            CHECK(test::has(refusal([&] { load_weights(name, model.entries()); }), ".weights.h5"));
        CHECK(test::has(refusal([&] { save_weights(name, model.entries()); }), ".weights.h5"));
    }
    const auto text = refusal([&] { load_weights_h5(file("small_keras2_weights.h5"), model.entries()); });
    CHECK(test::has(text, "in the layout of Keras 2; hint: "));
}

TEST_CASE("entries that contradict themselves are the program's mistake") {
    small model;
    auto entries = model.entries();
    entries[0].shape = {2, 2};
    CHECK_THROWS_AS(load_weights(file("small.weights.h5"), entries), std::invalid_argument);
    entries = model.entries();
    entries[1].name = "kernel";
    test::folder folder;
    CHECK_THROWS_AS(save_weights(folder / "a.safetensors", entries), std::invalid_argument);
    CHECK(folder.size() == 0);
}

namespace {
std::string safetensors_refusal(std::string header, std::size_t data) {
    std::string s(8, '\0');
    const std::uint64_t length = header.size();
    std::memcpy(s.data(), &length, 8);
    s += header + std::string(data, '\0');
    return refusal([&] { parse_safetensors(std::as_bytes(std::span(s)), "x.safetensors"); });
}
} // namespace

TEST_CASE("a .safetensors header is checked to the last byte") {
    const std::string a = R"("a":{"dtype":"F32","shape":[2],"data_offsets":[0,8]})";
    CHECK(safetensors_refusal("{" + a + "}", 8).empty());
    CHECK(safetensors_refusal("{}", 0).empty());
    CHECK(safetensors_refusal(R"({"__metadata__":{"format":"pt"}, )" + a + "}  ", 8).empty());
    auto says = [&](const std::string& header, std::size_t data, std::string_view expected) {
        const auto text = safetensors_refusal(header, data);
        CHECK_MESSAGE(test::has(text, expected), header, " -> ", text);
    };
    says("{" + a + "}", 7, "'a' lies outside the file");
    says("{" + a + "}", 9, "bytes that belong to no array");
    says("{" + a + "," + a + "}", 8, "the name 'a' is there twice");
    says("{" + a + R"(,"b":{"dtype":"F32","shape":[2],"data_offsets":[0,8]}})", 8, "overlap or leave gaps");
    says(R"({"a":{"dtype":"F32","shape":[2],"data_offsets":[4,12]}})", 12, "overlap or leave gaps");
    says(R"({"a":{"dtype":"F32","shape":[3],"data_offsets":[0,8]}})", 8, "has shape (3), but 8 bytes");
    says(R"({"a":{"dtype":"F32","shape":[4294967296,4294967296],"data_offsets":[0,0]}})", 0, "but 0 bytes");
    says(R"({"a":{"dtype":"F32","shape":[-2],"data_offsets":[0,8]}})", 8, "not a whole number");
    says(R"({"a":{"dtype":"F32","shape":[2],"data_offsets":[8,0]}})", 8, "outside");
    says(R"({"a":{"dtype":"F32","shape":[2],"data_offsets":[0,8.0]}})", 8, "not a whole number");
    says(R"({"a":{"dtype":"F8_E4M3","shape":[2],"data_offsets":[0,2]}})", 2, "'F8_E4M3'; hint: save it as F32");
    says(R"({"a":{"shape":[2],"data_offsets":[0,8]}})", 8, "lacks its dtype");
    says(R"({"a":[]})", 0, "lacks its dtype");
    says("[]", 0, "not JSON");
    says("", 0, "not JSON");
    says(std::string(100000, '['), 0, "nested too deep");
}

TEST_CASE("no prefix of a weight file is accepted, and no changed byte is fatal") {
    test::folder folder;
    auto model = small::of_file();
    save_weights(folder / "a.safetensors", model.entries());
    const auto safetensors = read_file(folder / "a.safetensors");
    auto parse = [](const std::vector<std::byte>& b) { parse_safetensors(b, "x"); };
    CHECK(test::refused_prefixes(safetensors, parse) == safetensors.size());
    test::with_every_byte_changed(safetensors, parse);

    const auto h5 = read_file(file("small.weights.h5"));
    auto load = [](std::vector<std::byte> b) {
        small loaded;
        load_weights_h5(hdf5_file(std::move(b), "x"), loaded.entries());
    };
    CHECK(test::refused_prefixes(h5, load) == h5.size());
    test::with_every_byte_changed(h5, load);
}

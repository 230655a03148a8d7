#include "test_files.hpp"
#include <ctnn/io/hdf5.hpp>
#include <ctnn/io/hdf5_writer.hpp>
#include <doctest/doctest.h>

using namespace ctnn::io;
using test::file;
using test::quarters;

namespace {
array read(const hdf5_file& f, const std::string& path) {
    const auto* node = f.find(path);
    REQUIRE(node);
    return f.read(*node);
}
/// Opens a file of the tests and reads its dataset "x".
std::string refusal(const std::string& name) {
    return test::refusal([&] {
        const auto f = hdf5_file::open(file(name));
        f.read(*f.find("x"));
    });
}
hdf5_file written(const hdf5_writer& writer) { return {writer.bytes(), "written.h5"}; }
} // namespace

TEST_CASE("datasets of every number type and byte order are read") {
    const auto f = hdf5_file::open(file("types.h5"));
    for (std::string type : {"f2", "f4", "f8", "i1", "i2", "i4", "i8", "u1", "u2", "u4", "u8"})
        for (std::string order : {"little/", "big/"}) {
            const auto a = read(f, order + type);
            CHECK(a.shape == test::shape{2, 3});
            CHECK_MESSAGE((a.as_int32() == std::vector{0, 1, 2, 3, 4, 5}), order, type);
        }
    CHECK(read(f, "bool").type == dtype::boolean);
    CHECK(read(f, "bool").as_int32() == std::vector{1, 0, 1});
    CHECK(read(f, "scalar").shape.empty());
    CHECK(read(f, "scalar").as_float() == std::vector{0.25f});
    CHECK(read(f, "empty").shape == test::shape{0, 3});
    CHECK(read(f, "compact").as_float() == quarters(4));
    for (auto name : {"text", "record", "reference"})
        CHECK_MESSAGE(test::has(test::refusal([&] { read(f, name); }), ", not numbers; hint: "), name);
    CHECK(test::has(test::refusal([&] { f.read(f.root()); }), "is not a dataset"));
    CHECK(f.find("little/none") == nullptr);
    CHECK(f.find("bool/none") == nullptr);
}

TEST_CASE("attributes are read: texts of fixed and variable length, lists of them, numbers") {
    const auto f = hdf5_file::open(file("types.h5"));
    const auto& root = f.root();
    CHECK(root.text("text") == "variable äö");
    CHECK(root.text("bytes") == "fixed");
    CHECK(root.attributes.at("texts").texts == std::vector<std::string>{"one", "two", ""});
    CHECK(root.attributes.at("fixed_texts").texts == std::vector<std::string>{"one", "three"});
    CHECK(root.attributes.at("no_texts").texts.empty());
    CHECK(root.attributes.at("number").numbers.as_float() == std::vector{0.5f});
    CHECK(root.attributes.at("numbers").numbers.as_int32() == std::vector{0, 1, 2});
    CHECK(root.attributes.at("record").kind == hdf5_type::kind::unsupported);
    CHECK(root.text("more39") == "text 39");
    CHECK(root.text("texts") == std::nullopt);
    CHECK(root.text("none") == std::nullopt);
}

TEST_CASE("chunked, shuffled and deflated datasets are read") {
    const auto f = hdf5_file::open(file("chunks.h5"));
    for (auto name : {"plain", "gzip", "shuffled"}) CHECK_MESSAGE(read(f, name).as_float() == quarters(35), name);
    CHECK(read(f, "volume").as_float() == quarters(60));
    CHECK(read(f, "line").as_float() == quarters(200));
    CHECK(read(f, "zeros").as_float() == std::vector<float>(10000));
}

TEST_CASE("Keras' bfloat16 weights are read") {
    const auto f = hdf5_file::open(file("bfloat16.weights.h5"));
    CHECK(read(f, "layers/dense/vars/0").type == dtype::bf2);
    CHECK(read(f, "layers/dense/vars/0").as_float() == quarters(6));
}

TEST_CASE("what leads out of the file, or is not in it, is refused") {
    CHECK(test::has(refusal("refused_soft_link.h5"), "'x' is a link to another name or file, which is not followed"));
    CHECK(test::has(refusal("refused_external_link.h5"), "is a link to another name or file, which is not followed"));
    CHECK(test::has(refusal("refused_circle.h5"), "'a/b' is also there under another name"));
    CHECK(test::has(refusal("refused_circle_to_root.h5"), "'a/b' is also there under another name"));
    CHECK(test::has(refusal("refused_external_data.h5"), "'x' has data in another file, which is not read"));
    CHECK(test::has(refusal("refused_virtual.h5"), "'x' has "));
    CHECK(test::has(refusal("refused_lzf.h5"), "'x' has the filter number 32000, which is not read"));
    CHECK(test::has(refusal("refused_fletcher.h5"), "'x' has the filter number 3, which is not read"));
    CHECK(test::has(refusal("refused_never_written.h5"), "'x' has a shape but was never written"));
    CHECK(test::has(refusal("refused_missing_chunks.h5"), "'x'"));
    CHECK(test::has(refusal("refused_zeros_bomb.h5"), "'x' unfolds from "));
    CHECK(test::has(refusal("refused_latest.h5"), "newer layout of HDF5 than Keras uses; hint: "));
    CHECK(test::has(refusal("c_order.npy"), "is not an HDF5 file"));
}

TEST_CASE("what the writer writes is read again") {
    hdf5_writer writer;
    const auto values = quarters(6);
    writer.dataset("a/b/values", {2, 3}, values);
    writer.dataset("a/scalar", {}, std::span(values).first(1));
    writer.dataset("a/empty", {0, 3}, std::span<const float>());
    writer.group("a/group");
    writer.attribute("", "name", "root äö");
    writer.attribute("a/b", "empty", "");
    writer.attribute("a/b", "list", std::vector<std::string>{"one", "", "three"});
    writer.attribute("a/b/values", "note", "on a dataset");
    CHECK(writer.bytes() == writer.bytes());
    const auto f = written(writer);
    CHECK(f.root().text("name") == "root äö");
    CHECK(f.find("a/b")->text("empty") == "");
    CHECK(f.find("a/b")->attributes.at("list").texts == std::vector<std::string>{"one", "", "three"});
    CHECK(f.find("a/b/values")->text("note") == "on a dataset");
    CHECK(read(f, "a/b/values").shape == test::shape{2, 3});
    CHECK(read(f, "a/b/values").as_float() == values);
    CHECK(read(f, "a/scalar").as_float() == std::vector{0.0f});
    CHECK(read(f, "a/empty").shape == test::shape{0, 3});
    CHECK(f.find("a/group")->is_group());
    CHECK_THROWS_AS(writer.dataset("x", {2}, values), std::invalid_argument);
    CHECK_THROWS_AS(writer.group("a//b"), std::invalid_argument);
}

TEST_CASE("groups may have thousands of members, and be nested deep but not without end") {
    hdf5_writer wide;
    for (int i = 0; i < 3000; ++i) wide.attribute("group" + std::to_string(i), "name", std::to_string(i));
    const auto f = written(wide);
    CHECK(f.root().links.size() == 3000);
    for (int i = 0; i < 3000; ++i) CHECK(f.find("group" + std::to_string(i))->text("name") == std::to_string(i));

    std::string path = "g";
    for (int i = 1; i < 64; ++i) path += "/g";
    hdf5_writer deep;
    deep.group(path);
    CHECK(written(deep).find(path)->is_group());
    deep.group(path + "/g");
    CHECK(test::has(test::refusal([&] { written(deep); }), "nested more than 64 deep"));
}

TEST_CASE("no prefix of an HDF5 file is accepted, and no changed byte is fatal") {
    for (auto name : {"types.h5", "chunks.h5", "small_keras2_weights.h5"}) {
        const auto bytes = read_file(file(name));
        auto parse = [](std::vector<std::byte> b) {
            const hdf5_file f(std::move(b), "x");
            auto visit = [&](auto self, const hdf5_node& node) -> void {
                if (node.is_dataset()) (void)test::refusal([&] { f.read(node); });
                for (const auto& [key, below] : node.links) self(self, below);
            };
            visit(visit, f.root());
        };
        CHECK(test::refused_prefixes(bytes, parse) == bytes.size());
        test::with_every_byte_changed(bytes, parse);
    }
}

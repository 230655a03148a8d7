#include "test_files.hpp"
#include <ctnn/io/npy.hpp>
#include <doctest/doctest.h>

using namespace ctnn::io;
using test::file;
using test::quarters;

namespace {
/// A .npy file of version 1 with this header and so many bytes after it.
std::vector<std::byte> npy(std::string header, std::size_t data) {
    std::string s("\x93NUMPY\x01\0", 8);
    s.push_back(char(header.size() & 255));
    s.push_back(char(header.size() >> 8));
    s += header + std::string(data, '\0');
    const auto bytes = std::as_bytes(std::span(s));
    return {bytes.begin(), bytes.end()};
}
std::string refusal(const std::string& header, std::size_t data = 0) {
    return test::refusal([&] { parse_npy(npy(header, data), "x.npy"); });
}
} // namespace

TEST_CASE("what numpy.save writes is read: versions, memory orders, byte orders") {
    for (auto name : {"c_order.npy", "version2.npy", "version3.npy"}) {
        const auto a = read_npy(file(name));
        CHECK(a.shape == test::shape{2, 3});
        CHECK(a.as_float() == quarters(6));
    }
    CHECK(read_npy(file("fortran.npy")).as_float() == quarters(24));
    CHECK(read_npy(file("big_endian.npy")).as_int32() == std::vector{0, 1, 2, 3, 4, 5});
    CHECK(read_npy(file("scalar.npy")).shape.empty());
    CHECK(read_npy(file("scalar.npy")).as_float() == std::vector{0.25f});
    CHECK(read_npy(file("empty.npy")).shape == test::shape{0, 3});
    CHECK(read_npy(file("bool.npy")).as_int32() == std::vector{1, 0});
    CHECK(read_npy(file("python2.npy")).shape == test::shape{2, 1});
}

TEST_CASE("what is no plain number is refused with the way out") {
    for (auto name : {"refused_complex.npy", "refused_record.npy", "refused_text.npy", "refused_object.npy"}) {
        const auto text = test::refusal([&] { read_npy(file(name)); });
        CHECK_MESSAGE(test::has(text, "not plain numbers; hint: "), text);
    }
}

TEST_CASE("what is written is what numpy writes") {
    for (auto name : {"c_order.npy", "scalar.npy", "empty.npy", "bool.npy"})
        CHECK(npy_bytes(read_npy(file(name)), "x") == read_file(file(name)));
    test::folder folder;
    write_npy(folder / "a.npy", read_npy(file("fortran.npy")));
    CHECK(read_npy(folder / "a.npy") == read_npy(file("fortran.npy")));
    CHECK(folder.size() == 1);
    CHECK(test::has(test::refusal([] { npy_bytes({dtype::bf2, {}, {}}, "x"); }), "bfloat16"));
}

TEST_CASE("every header that numpy would not write is refused") {
    const std::string rest = "'fortran_order': False, 'shape': (2,), }";
    CHECK(refusal("{'descr': '<f4', " + rest, 8).empty());
    CHECK(refusal("{ \"descr\":\"<f4\",'shape':(2),'fortran_order':True}", 8).empty());
    CHECK(test::has(refusal("{'descr': '<f4', " + rest, 7), "shape (2) of float32 needs 8 bytes, the file has 7"));
    CHECK(test::has(refusal("{'descr': '<f4', " + rest, 9), "a second array?"));
    CHECK(
        test::has(refusal("{'descr': '<f4', 'fortran_order': False, 'shape': (18446744073709551615, 2), }"), "needs"));
    CHECK(test::has(refusal("{'descr': '<f4', 'fortran_order': False, 'shape': (4294967296, 4294967296), }"), "needs"));
    CHECK(test::has(refusal("{'descr': '<f4', 'fortran_order': False, 'shape': (18446744073709551616,), }"), "tuple"));
    CHECK(test::has(refusal("{'descr': '<f4', 'fortran_order': False, 'shape': (-1,), }"), "tuple"));
    CHECK(test::has(refusal("{'descr': '<f4', 'descr': '<f4', " + rest), "'descr' twice"));
    CHECK(test::has(refusal("{'descr': '<f4', 'x': 1}"), "'x'"));
    CHECK(test::has(refusal("{'descr': '<f4'}"), "lacks"));
    CHECK(test::has(refusal("{'descr': '<f16', " + rest), "'<f16'"));
    for (auto broken :
         {"", "{", "{'", "{'descr", "{'descr'", "{'descr':", "{'shape': (", "{'shape': (1", "{'shape': (1,"})
        CHECK_MESSAGE(test::has(refusal(broken), "damaged .npy file"), broken);
    std::string shape;
    for (int i = 0; i < 70; ++i) shape += "1, ";
    CHECK(test::has(refusal("{'shape': (" + shape + ")}"), "more than 64 axes"));
    CHECK(test::has(test::refusal([] { parse_npy({}, "x"); }), "is not a .npy file"));
}

TEST_CASE("no prefix of a .npy file is accepted, and no changed byte is fatal") {
    const auto bytes = read_file(file("fortran.npy"));
    auto parse = [](const std::vector<std::byte>& b) { parse_npy(b, "x"); };
    CHECK(test::refused_prefixes(bytes, parse) == bytes.size());
    test::with_every_byte_changed(bytes, parse);
}

TEST_CASE("a file that is not there, or is a folder, has its own sentence") {
    test::folder folder;
    CHECK(test::has(test::refusal([&] { read_npy(folder / "none.npy"); }), "none.npy: there is no such file; hint: "));
    CHECK(test::has(test::refusal([&] { read_npy(folder.path); }), "is not a regular file"));
}

#include "test_files.hpp"
#include <ctnn/io/npz.hpp>
#include <doctest/doctest.h>

using namespace ctnn::io;
using test::file;

TEST_CASE("what numpy.savez and savez_compressed write is read in its order") {
    for (auto name : {"stored.npz", "deflated.npz"}) {
        const auto arrays = read_npz(file(name));
        REQUIRE(arrays.size() == 2);
        CHECK(arrays.begin()->name == "b");
        CHECK(arrays["b"].as_float() == test::quarters(6));
        CHECK(arrays["a"].as_int32() == std::vector{0, 1, 2});
        CHECK(test::has(test::refusal([&] { arrays["c"]; }), "has no array 'c'; hint: it holds 'b', 'a'"));
    }
}

TEST_CASE("an .npz file that is written is read again") {
    test::folder folder;
    const auto arrays = read_npz(file("stored.npz"));
    write_npz(folder / "a.npz", std::vector(arrays.begin(), arrays.end()));
    const auto again = read_npz(folder / "a.npz");
    CHECK(std::equal(again.begin(), again.end(), arrays.begin(), arrays.end()));
    write_npz(folder / "a.npz", {});
    CHECK(read_npz(folder / "a.npz").size() == 0);
}

TEST_CASE("archives that are no .npz are refused") {
    CHECK(test::has(test::refusal([] { read_npz(file("small.keras")); }), "is not a .npy file"));
    CHECK(test::has(test::refusal([] { read_npz(file("c_order.npy")); }), "is not a ZIP archive"));
    CHECK(test::has(test::refusal([] { read_npz(file("refused_bomb.keras")); }), "too many for an archive of"));
    CHECK(test::has(test::refusal([] { read_npz(file("refused_climbing.keras")); }), "would lie outside the archive"));
    CHECK(test::has(test::refusal([] { read_npz(file("refused_duplicate.keras")); }), "twice"));
    CHECK(test::has(test::refusal([] { read_npz(file("refused_lzma.keras")); }), "compressed in an unknown way"));
}

TEST_CASE("no prefix of an .npz file is accepted, and no changed byte is fatal") {
    for (auto name : {"stored.npz", "deflated.npz"}) {
        const auto bytes = read_file(file(name));
        auto parse = [](std::vector<std::byte> b) { parse_npz(std::move(b), "x"); };
        CHECK(test::refused_prefixes(bytes, parse) == bytes.size());
        test::with_every_byte_changed(bytes, parse);
    }
}

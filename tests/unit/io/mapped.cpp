// .npy and .npz files that are mapped: numpy's own, large ones, and those that cannot be.
#include "test_files.hpp"
#include <ctnn/io/mapped_npz.hpp>
#include <ctnn/io/npz.hpp>
#include <ctnn/train/data.hpp>
#include <doctest/doctest.h>
#include <fstream>
#include <stdexcept>

using namespace ctnn;
using test::file;

namespace {

std::vector<float> all(const mapped_array& a) {
    const auto v = a.samples();
    std::vector<float> numbers(v.size() * v.elements());
    v.copy(0, v.size(), numbers.data());
    return numbers;
}

/// The number after "RssAnon:", in KiB: private memory that is in use.
long private_memory() {
    std::ifstream status("/proc/self/status");
    for (std::string word; status >> word;)
        if (word == "RssAnon:") {
            long n = 0;
            status >> n;
            return n;
        }
    return 0;
}

void put(std::vector<std::byte>& to, std::string_view s) {
    for (char c : s) to.push_back(std::byte(c));
}
void put(std::vector<std::byte>& to, std::uint64_t v, int bytes) {
    for (int i = 0; i < bytes; ++i) to.push_back(std::byte(v >> (8 * i) & 255));
}

/// An archive of one stored member whose sizes and places all stand in ZIP64's fields.
std::vector<std::byte> zip64(std::span<const std::byte> member) {
    std::vector<std::byte> z;
    const std::uint64_t elsewhere = 0xffffffffu;
    put(z, "PK\3\4"), put(z, 45, 2), put(z, 0, 2), put(z, 0, 2), put(z, 0, 8), put(z, elsewhere, 4),
        put(z, elsewhere, 4);
    put(z, 5, 2), put(z, 20, 2), put(z, "x.npy"), put(z, 1, 2), put(z, 16, 2), put(z, member.size(), 8),
        put(z, member.size(), 8);
    z.insert(z.end(), member.begin(), member.end());
    const auto directory = z.size();
    put(z, "PK\1\2"), put(z, 45, 2), put(z, 45, 2), put(z, 0, 2), put(z, 0, 2), put(z, 0, 8), put(z, elsewhere, 4);
    put(z, elsewhere, 4), put(z, 5, 2), put(z, 28, 2), put(z, 0, 2), put(z, 0, 2), put(z, 0, 2), put(z, 0, 4),
        put(z, elsewhere, 4);
    put(z, "x.npy"), put(z, 1, 2), put(z, 24, 2), put(z, member.size(), 8), put(z, member.size(), 8), put(z, 0, 8);
    const auto end = z.size();
    put(z, "PK\6\6"), put(z, 44, 8), put(z, 45, 2), put(z, 45, 2), put(z, 0, 8), put(z, 1, 8), put(z, 1, 8);
    put(z, end - directory, 8), put(z, directory, 8);
    put(z, "PK\6\7"), put(z, 0, 4), put(z, end, 8), put(z, 1, 4);
    put(z, "PK\5\6"), put(z, 0, 4), put(z, 0xffff, 2), put(z, 0xffff, 2), put(z, elsewhere, 4), put(z, elsewhere, 4),
        put(z, 0, 2);
    return z;
}

} // namespace

TEST_CASE("a .npy file of any number type is data for fit") {
    const test::folder folder;
    const auto check = [&](auto zero) {
        using number = decltype(zero);
        const std::vector<number> values = {0, 1, 2, 3, 4, 127};
        io::write_npy(folder / "a.npy", io::array::of<number>({2, 3}, std::span(values)));
        const auto a = map_npy(folder / "a.npy");
        CHECK(a.samples().size() == 2);
        CHECK(a.samples().elements() == 3);
        CHECK(a.shape_text() == "(2, 3)");
        CHECK(all(a) == std::vector<float>{0, 1, 2, 3, 4, 127});
    };
    check(std::uint8_t{}), check(std::int8_t{}), check(std::int16_t{}), check(std::uint16_t{}), check(std::int32_t{});
    check(std::uint32_t{}), check(std::int64_t{}), check(std::uint64_t{}), check(float{}), check(double{});
    io::write_npy(folder / "h.npy",
                  io::array{io::dtype::f2, {2}, {std::byte{0}, std::byte{0x3c}, std::byte{0}, std::byte{0xc1}}});
    CHECK(all(map_npy(folder / "h.npy")) == std::vector<float>{1, -2.5});
    for (auto name : {"c_order.npy", "bool.npy", "python2.npy"}) // of numpy's own
        CHECK(all(map_npy(file(name))) == io::read_npy(file(name)).as_float());
    auto copy = map_npy(file("c_order.npy"));
    {
        auto other = std::move(copy), again = other;
        copy = again;
    }
    CHECK(all(copy).size() > 0);
}

TEST_CASE("an array of an .npz file is mapped where it lies") {
    CHECK(all(map_npz(file("stored.npz"), "b")) == test::quarters(6));
    CHECK(all(map_npz(file("stored.npz"), "a")) == std::vector<float>{0, 1, 2});
    const test::folder folder;
    const std::vector<io::named_array> arrays = {{"x", io::array::of<float>({2, 1}, std::vector<float>{1, 2})},
                                                 {"y", io::array::of<int>({2}, std::vector{3, 4})}};
    io::write_npz(folder / "a.npz", arrays);
    CHECK(all(map_npz(folder / "a.npz", "y")) == std::vector<float>{3, 4});
    const auto wide = zip64(io::npy_bytes(arrays[0].values, "x"));
    io::replace_file(folder / "wide.npz", wide);
    CHECK(all(map_npz(folder / "wide.npz", "x")) == std::vector<float>{1, 2});
    CHECK(
        test::has(test::refusal([&] { map_npz(folder / "a.npz", "z"); }), "has no array 'z'; hint: it holds 'x', 'y'"));
    CHECK(test::has(test::refusal([] { map_npz(file("deflated.npz"), "a"); }),
                    "array 'a' is compressed and cannot be mapped; hint: write it with numpy.savez"));
    for (std::size_t length = 0; length < wide.size(); ++length) { // damaged ones are refused, not read
        std::ofstream(folder / "cut.npz", std::ios::binary)
            .write(reinterpret_cast<const char*>(wide.data()), std::streamsize(length));
        CHECK(!test::refusal([&] { map_npz(folder / "cut.npz", "x"); }).empty());
    }
}

TEST_CASE("samples of a file may have another shape of the same size") {
    const test::folder folder;
    io::write_npy(folder / "x.npy", io::array::of<std::uint8_t>({4, 31}, std::vector<std::uint8_t>(124, 7)));
    const auto x = map_npy(folder / "x.npy");
    CHECK(detail::view_data(x, extents(31, 1), "fit()", {"x"}).size() == 4);
    static_assert(detail::form_of_data<mapped_array>() == detail::data_form::file);
    const auto path = (folder / "x.npy").string();
    CHECK_THROWS_WITH_AS(detail::view_data(x, extents(30, 1), "fit()", {"x"}),
                         ("fit(): x (" + path + ") must have shape (n, 30, 1), got (4, 31)").c_str(),
                         std::invalid_argument);
}

TEST_CASE("files that cannot be mapped say why") {
    CHECK(test::has(test::refusal([] { map_npy("no/such.npy"); }), "no/such.npy: cannot be opened"));
    CHECK(test::has(test::refusal([] { map_npy("."); }), "is not a regular file"));
    CHECK(test::has(test::refusal([] { map_npy(file("fortran.npy")); }), "hint: save numpy.ascontiguousarray(x)"));
    CHECK(test::has(test::refusal([] { map_npy(file("big_endian.npy")); }),
                    "big-endian numbers, which cannot be mapped"));
    CHECK(test::has(test::refusal([] { map_npy(file("scalar.npy")); }), "holds a single number, no samples"));
    CHECK(test::has(test::refusal([] { map_npy(file("refused_complex.npy")); }), "not plain numbers"));
    CHECK(test::has(test::refusal([] { map_npy(file("stored.npz")); }), "is not a .npy file"));
}

TEST_CASE("private memory does not grow with the file") {
    const test::folder folder;
    constexpr std::size_t n = 1'500'000, length = 31; // 46 MB, most of it a hole
    auto bytes = io::npy_bytes(io::array{io::dtype::u1, {0, length}, {}}, "x");
    auto header = std::string(reinterpret_cast<const char*>(bytes.data()), bytes.size());
    header.replace(header.find("(0, 31), }       "), 17, "(1500000, 31), } ");
    std::ofstream(folder / "x.npy", std::ios::binary) << header;
    std::filesystem::resize_file(folder / "x.npy", header.size() + n * length);

    const auto x = map_npy(folder / "x.npy");
    dataset<1, 1> d;
    d.x[0] = detail::view_data(x, extents(31, 1), "fit()", {"x"});
    d.y[0] = d.x[0].with_elements(31);
    const long before = private_memory();
    array_batches<1, 1> batches(d, 64, true, 1);
    float batch[64 * length], sum = 0;
    std::size_t samples = 0;
    batches.begin_epoch(0);
    while (batches.next()) {
        batches.copy_input(0, batch);
        samples += batches.size(), sum += batch[0];
    }
    detail::check_targets(d.y[0], extents{31}, "fit()", {"y"});
    CHECK(samples == n);
    CHECK(sum == 0);
    CHECK(private_memory() - before < 4096);
}

#include "test_files.hpp"
#include <cstdint>
#include <ctnn/io/npz.hpp>
#include <ctnn/io/tensors.hpp>
#include <doctest/doctest.h>

using namespace ctnn;
using test::file;
using test::has;
using test::refusal;

TEST_CASE("a .npy file is a tensor, or a vector of tensors when its first axis counts samples") {
    const tensor<float, 2, 3> x = {{0, .25f, .5f}, {.75f, 1, 1.25f}};
    CHECK(load_npy<tensor<float, 2, 3>>(file("c_order.npy")) == x);
    CHECK(load_npy<tensor<double, 2, 3>>(file("c_order.npy"))(1, 2) == 1.25);
    const auto rows = load_npy<std::vector<tensor<float, 3>>>(file("c_order.npy"));
    REQUIRE(rows.size() == 2);
    CHECK(rows[1] == tensor<float, 3>(x[1]));
    CHECK(load_npy<std::vector<tensor<float, 3>>>(file("big_endian.npy")).size() == 2);
    CHECK(load_npy<tensor<float>>(file("scalar.npy"))() == .25f);
    CHECK(load_npy<std::vector<tensor<float, 3>>>(file("empty.npy")).empty());
    CHECK(load_npy<tensor<bool, 2>>(file("bool.npy")) == tensor<bool, 2>{true, false});
    CHECK(load_npy<std::vector<tensor<bool>>>(file("bool.npy"))[1]() == false);
    CHECK(to_tensors<tensor<float, 2, 3>>(io::read_npy(file("c_order.npy"))) == x);
}

TEST_CASE("any number type that loses nothing will do") {
    const tensor<float, 2, 3> counted = {{0, 1, 2}, {3, 4, 5}};
    CHECK(load_npy<tensor<float, 2, 3>>(file("big_endian.npy")) == counted);
    CHECK(load_npy<tensor<std::uint8_t, 2, 3>>(file("big_endian.npy")) == tensor<std::uint8_t, 2, 3>(counted));
    CHECK(load_npy<tensor<std::int64_t, 2, 3>>(file("big_endian.npy"))(1, 2) == 5);
    const auto text = refusal([] { load_npy<tensor<int, 2, 3>>(file("c_order.npy")); });
    CHECK_MESSAGE(has(text, "c_order.npy: element (0, 1) is 0.25 (float32), which int32 cannot hold exactly; hint: "),
                  text);
}

TEST_CASE("another shape is an error that names the file, both shapes and the way out") {
    const auto says = [](auto call, std::string_view expected) {
        const auto text = refusal(call);
        CHECK_MESSAGE(has(text, expected), text);
    };
    says([] { load_npy<tensor<float, 3>>(file("c_order.npy")); },
         "c_order.npy: must have shape (3), got (2, 3); hint: its first axis counts samples: load a "
         "std::vector<tensor<float, 3>>");
    says([] { load_npy<std::vector<tensor<float, 2, 3>>>(file("c_order.npy")); },
         "must have shape (n, 2, 3), got (2, 3); hint: it is one sample: load a tensor<float, 2, 3>");
    says([] { load_npy<tensor<std::int8_t, 3, 2>>(file("c_order.npy")); },
         "must have shape (3, 2), got (2, 3); hint: reshape it where it was made, with numpy .reshape(3, 2)");
    says([] { load_npy<std::vector<tensor<float, 4>>>(file("c_order.npy")); },
         "must have shape (n, 4), got (2, 3); hint: reshape it where it was made, with numpy .reshape(-1, 4)");
}

TEST_CASE("what is saved is loaded again, and is what numpy writes") {
    test::folder folder;
    const auto x = load_npy<tensor<float, 2, 3>>(file("c_order.npy"));
    save_npy(folder / "x.npy", x);
    CHECK(io::read_file(folder / "x.npy") == io::read_file(file("c_order.npy")));
    const std::vector<tensor<std::int16_t, 2, 1>> samples = {{1, 2}, {3, 4}, {5, 6}};
    save_npy(folder / "s.npy", samples);
    CHECK(io::read_npy(folder / "s.npy").shape == test::shape{3, 2, 1});
    CHECK(load_npy<std::vector<tensor<std::int16_t, 2, 1>>>(folder / "s.npy") == samples);
}

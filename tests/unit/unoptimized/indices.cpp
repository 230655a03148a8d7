#include <ctnn/tensor/tensor.hpp>
#include <doctest/doctest.h>
#include <stdexcept>
#include <string>

using namespace ctnn;

namespace {

std::string refusal(auto call) {
    try {
        call();
    } catch (const std::invalid_argument& e) { return e.what(); }
    return "";
}

} // namespace

TEST_CASE("Where a program is not optimized, indices are looked at") {
    tensor<float, 2, 3> x = {{1, 2, 3}, {4, 5, 6}};
    CHECK(x(1, 2) == 6);
    CHECK(x[1][2] == 6);
    CHECK(refusal([&] { x(1, 3) = 0; }) == "tensor of shape (2, 3): index 3 on axis 1 is out of range, the last is 2");
    CHECK(refusal([&] { x(-1, 0) = 0; }) == "tensor of shape (2, 3): index -1 on axis 0 is out of range, the last is 1");
    CHECK(refusal([&] { x[2][0] = 0; }) == "tensor of shape (2, 3): index 2 on axis 0 is out of range, the last is 1");
    CHECK(refusal([&] { x[1][3] = 0; }) == "tensor of shape (3): index 3 on axis 0 is out of range, the last is 2");
    const auto row = x[0];
    CHECK(refusal([&] { row(7) = 0; }) == "tensor of shape (3): index 7 on axis 0 is out of range, the last is 2");
}

#include <cstdint>
#include <ctnn/tensor/tensor.hpp>
#include <doctest/doctest.h>
#include <string>
#include <utility>
#include <vector>

using namespace ctnn;

namespace {

constexpr tensor<float, 2, 3> x = {{1, 2, 3}, {4, 5, 6}};
static_assert(x.shape == shape<2, 3> && x.rank == 2 && x.size() == 6);
static_assert(x(0, 2) == 3 && x(1, 0) == 4);
static_assert(x[1][2] == 6 && x[1].shape == shape<3> && x[1].size() == 3);
static_assert(x.data()[3] == 4 && x.end() - x.begin() == 6);
static_assert(x == tensor<float, 2, 3>{1, 2, 3, 4, 5, 6});
static_assert(reshape(x, shape<3, 2>) == tensor<float, 3, 2>{{1, 2}, {3, 4}, {5, 6}});
static_assert(reshape(x, shape<6>)[4] == 5);
static_assert(tensor<float, 2, 1>{{1}, {2}} == tensor<float, 2, 1>{1, 2});
static_assert(tensor<int, 2, 1, 2>{{{1, 2}}, {{3, 4}}}(1, 0, 0) == 3);
static_assert(tensor<float, 3>{} == tensor<float, 3>{0, 0, 0});
static_assert(tensor<float>{7}() == 7 && tensor<float>::size() == 1);
static_assert(alignof(tensor<float, 3>) == 64 && alignof(tensor<std::int8_t, 5>) == 64);
static_assert(std::is_trivially_copyable_v<tensor<float, 4, 4>>);

constexpr tensor<float, 2, 3> filled() {
    tensor<float, 2, 3> t;
    t[0] = x[1]; // copies elements
    t[1][0] = 7;
    t(1, 2) = 9;
    t[0][1] += 1;
    return t;
}
static_assert(filled() == tensor<float, 2, 3>{{4, 6, 6}, {7, 0, 9}});

// an index out of range is no constant
template<int I, int J>
concept is_index_of_x = requires { typename std::bool_constant<(x(I, J), true)>; };
template<int I, int J>
concept are_indices_of_x = requires { typename std::bool_constant<(x[I][J], true)>; };
static_assert(is_index_of_x<1, 2> && !is_index_of_x<0, 3> && !is_index_of_x<2, 0> && !is_index_of_x<0, -1>);
static_assert(are_indices_of_x<1, 2> && !are_indices_of_x<0, 3> && !are_indices_of_x<2, 0>);
static_assert(tensor<float, 3>(x[1]) == tensor<float, 3>{4, 5, 6} && x[1] == tensor<float, 3>{4, 5, 6} && x[0] == x[0]);
static_assert(!(x[0] == x[1]));

constexpr std::array<float, 6> six = {1, 2, 3, 4, 5, 6};
static_assert(tensor<float, 2, 3>(six) == x && std::array<float, 6>(x) == six);
static_assert(tensor<float, 2, 3>(std::span(six)) == x);
static_assert(tensor<float, 3>(tensor<int, 3>{1, 2, 3}) == tensor<float, 3>{1, 2, 3});
// what would lose something is asked for, not done in passing
static_assert(!std::is_convertible_v<tensor<int, 3>, tensor<float, 3>>);
static_assert(!std::is_convertible_v<std::array<float, 6>, tensor<float, 2, 3>>);
static_assert(!std::is_constructible_v<tensor<float, 2>, std::vector<double>>);
static_assert(!std::is_constructible_v<tensor<float, 6>, tensor<float, 2, 3>>);
static_assert(!std::is_convertible_v<tensor<float, 6>, tensor<float, 2, 3>>);
static_assert(!std::is_assignable_v<tensor<float, 6>&, tensor<float, 5>>);

std::string refusal(auto call) {
    try {
        call();
    } catch (const std::invalid_argument& e) { return e.what(); }
    return "";
}

} // namespace

TEST_CASE("elements come from vectors and spans, and go there") {
    const std::vector<float> v = {1, 2, 3, 4, 5, 6};
    const tensor<float, 2, 3> y(v);
    CHECK(y == x);
    CHECK(std::vector<float>(y.begin(), y.end()) == v);
    const std::span<const float> s = y;
    CHECK(s.data() == y.data());
    CHECK(s.size() == 6);
    const float c[] = {1, 2};
    CHECK(tensor<float, 2>(c)[1] == 2);
    CHECK(tensor<float, 2, 1>(s.subspan(4)) == tensor<float, 2, 1>{5, 6});
    for (int i = 0; i < 3; ++i) {
        std::vector<tensor<std::int8_t, 5>> many(7);
        for (const auto& t : many) CHECK(reinterpret_cast<std::uintptr_t>(t.data()) % 64 == 0);
    }
}

TEST_CASE("braces without values are a tensor of zeros") {
    constexpr tensor<float, 3> zeros = {};
    struct holder {
        tensor<float, 3> x = {};
    };
    const auto sum = [](const tensor<float, 3>& x) { return x(0) + x(1) + x(2); };
    tensor<float, 3> x = {1, 2, 3};
    CHECK(sum(x) == 6);
    x = {};
    CHECK(x == zeros);
    CHECK(sum(zeros) == 0);
    CHECK(sum({}) == 0);
    CHECK(sum(holder{}.x) == 0);
    static_assert(std::is_nothrow_default_constructible_v<tensor<float, 3>>);
    static_assert(!std::is_convertible_v<ctnn::detail::unwritten, tensor<float, 3>>);
}

TEST_CASE("the number of values is the shape's") {
    CHECK(refusal([] { tensor<float, 3>{1, 2}; }) == "tensor of shape (3): expected 3 values, got 2");
    CHECK(refusal([] { tensor<float, 3>{1, 2, 3, 4}; }) == "tensor of shape (3): expected 3 values, got 4");
    CHECK(refusal([] { tensor<float, 2, 2>{{1, 2}, {3}}; }) ==
          "tensor of shape (2, 2): expected 2 values along axis 1, got 1");
    CHECK(refusal([] {
              tensor<float, 2, 2>{{1, 2}};
          }) == "tensor of shape (2, 2): expected 2 values along axis 0, got 1");
    CHECK(refusal([] { tensor<float, 2, 2>{1, 2, 3}; }) == "tensor of shape (2, 2): expected 4 values, got 3");
    CHECK(refusal([] { tensor<float, 2, 2>(std::vector<float>(5)); }) ==
          "tensor of shape (2, 2): expected 4 values, got 5");
}

TEST_CASE("a row refers to its tensor") {
    tensor<int, 3, 2, 2> t;
    auto row = t[1];
    row[0][1] = 5;
    row(1, 1) = 6;
    CHECK(t(1, 0, 1) == 5);
    CHECK(t.data()[7] == 6);
    row = tensor<int, 2, 2>{{1, 2}, {3, 4}};
    CHECK(t[1][1][0] == 3);
    t[2] = std::as_const(t)[1];
    CHECK(t[2] == t[1]);
    int sum = 0;
    for (int v : t[2]) sum += v;
    CHECK(sum == 10);
}

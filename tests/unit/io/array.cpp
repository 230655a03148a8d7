#include "test_files.hpp"
#include <doctest/doctest.h>
#include <limits>

using namespace ctnn::io;
using ctnn::file_error;

static_assert(size_of(dtype::bf2) == 2 && size_of(dtype::u8) == 8 && size_of(dtype::boolean) == 1);
static_assert(name_of(dtype::bf2) == "bfloat16" && name_of(dtype::boolean) == "bool" && name_of(dtype::u8) == "uint64");
static_assert(dtype_of<float>() == dtype::f4 && dtype_of<double>() == dtype::f8 && dtype_of<bool>() == dtype::boolean);
static_assert(dtype_of<std::int8_t>() == dtype::i1 && dtype_of<long long>() == dtype::i8);
static_assert(dtype_of<std::uint16_t>() == dtype::u2 && dtype_of<std::uint64_t>() == dtype::u8);
static_assert(detail::half_to_float(0x3c00) == 1.0f && detail::half_to_float(0xc000) == -2.0f);
static_assert(detail::half_to_float(0x0001) == 0x1p-24f && detail::half_to_float(0x83ff) == -1023 * 0x1p-24f);
static_assert(detail::half_to_float(0x7bff) == 65504.0f &&
              detail::half_to_float(0x7c00) == std::numeric_limits<float>::infinity());
static_assert(detail::bfloat_to_float(0x3f80) == 1.0f && detail::bfloat_to_float(0xc040) == -3.0f);

namespace {
template<class T>
array of(std::vector<T> values) {
    return array::of<T>({values.size()}, std::span<const T>(values));
}
template<class T>
std::string as_float_refusal(T v) {
    return test::refusal([&] { of<T>({v}).as_float("x.npy"); });
}
template<class T>
std::string as_int32_refusal(T v) {
    return test::refusal([&] { of<T>({v}).as_int32("x.npy"); });
}
} // namespace

TEST_CASE("numbers of every type become float when float holds them") {
    CHECK(of<float>({0.1f, -2.5f}).as_float() == std::vector{0.1f, -2.5f});
    CHECK(of<double>({0.5, -1e30 * 0, 0x1p-126}).as_float() == std::vector{0.5f, -0.0f, 0x1p-126f});
#if !__FINITE_MATH_ONLY__ // (-ffast-math takes the smallest numbers for 0)
    CHECK(of<double>({0x1p-149}).as_float() == std::vector{0x1p-149f});
#endif
    CHECK(of<std::int8_t>({-128, 127}).as_float() == std::vector{-128.0f, 127.0f});
    CHECK(of<std::uint8_t>({255}).as_float() == std::vector{255.0f});
    CHECK(of<std::int32_t>({1 << 24, -(1 << 24), INT32_MIN}).as_float() == std::vector{0x1p24f, -0x1p24f, -0x1p31f});
    CHECK(of<std::int64_t>({INT64_MIN, 0}).as_float() == std::vector{-0x1p63f, 0.0f});
    CHECK(of<std::uint64_t>({std::uint64_t{1} << 63}).as_float() == std::vector{0x1p63f});
    CHECK(array{dtype::f2, {1}, {std::byte{0x00}, std::byte{0x3c}}}.as_float() == std::vector{1.0f});
    CHECK(array{dtype::bf2, {1}, {std::byte{0x80}, std::byte{0x3f}}}.as_float() == std::vector{1.0f});
    CHECK(array{dtype::boolean, {3}, {std::byte{0}, std::byte{1}, std::byte{7}}}.as_float() ==
          std::vector{0.0f, 1.0f, 1.0f});
}

TEST_CASE("a number that float would round is refused, and the sentence says which") {
    CHECK(as_float_refusal(0.1) == "x.npy: element (0) is 0.10000000000000001 (float64), which float32 cannot hold "
                                   "exactly; hint: convert it where it was made, with numpy .astype('float32')");
    CHECK(test::has(as_float_refusal((1 << 24) + 1), "16777217 (int32)"));
    CHECK(test::has(as_float_refusal(std::numeric_limits<std::int64_t>::max()), "9223372036854775807"));
    CHECK(test::has(as_float_refusal(std::numeric_limits<std::uint64_t>::max()), "18446744073709551615"));
    CHECK(test::has(as_float_refusal(1e300), "1e+300"));
    CHECK(test::has(as_float_refusal(1e-300), "float32 cannot hold"));
    const double grid[] = {0, 1, 2, 3, 1e300, 5};
    CHECK(test::has(test::refusal([&] { array::of<double>({2, 3}, grid).as_float(); }), "array: element (1, 1) is"));
}

#if !__FINITE_MATH_ONLY__ // (-ffast-math has no word for them)
TEST_CASE("NaN and infinity stay what they are") {
    const auto v = of<double>({std::nan(""), INFINITY, -INFINITY}).as_float();
    CHECK(std::isnan(v[0]));
    CHECK(v[1] == INFINITY);
    CHECK(v[2] == -INFINITY);
}
#endif

TEST_CASE("numbers become int32 when int32 holds them") {
    CHECK(of<std::int64_t>({INT32_MIN, INT32_MAX}).as_int32() == std::vector{INT32_MIN, INT32_MAX});
    CHECK(of<float>({-3.0f, 0x1p30f}).as_int32() == std::vector{-3, 1 << 30});
    CHECK(of<double>({-2147483648.0, 2147483647.0}).as_int32() == std::vector{INT32_MIN, INT32_MAX});
    CHECK(test::has(as_int32_refusal(std::int64_t{1} << 31), "2147483648 (int64), which int32 cannot hold"));
    CHECK(test::has(as_int32_refusal(std::uint32_t{1} << 31), "2147483648"));
    CHECK(test::has(as_int32_refusal(0.5f), "0.5 (float32)"));
    CHECK(test::has(as_int32_refusal(2147483648.0), "which int32"));
    CHECK(test::has(as_int32_refusal(-2147483649.0), "which int32"));
    CHECK(test::has(as_int32_refusal(std::nan("")), "nan"));
    CHECK(test::has(as_int32_refusal(INFINITY), "inf"));
}

TEST_CASE("an array has as many values as its shape says") {
    const float v[] = {1, 2, 3};
    CHECK(array::of<float>({3, 1}, v).size() == 3);
    CHECK(array::of<float>({}, std::span(v).first(1)).size() == 1);
    CHECK(array::of<float>({0, 5}, {}).size() == 0);
    CHECK_THROWS_AS(array::of<float>({2, 2}, v), std::invalid_argument);
}

TEST_CASE("names from files cannot write to the terminal or fill it") {
    CHECK(detail::in_quotes("a\x1b[2Jb") == "'a\\x1b[2Jb'");
    CHECK(detail::in_quotes(std::string(200, 'x')).size() == 85);
}

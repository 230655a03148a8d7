#include <ctnn/dsl/constant.hpp>
#include <doctest/doctest.h>

using namespace ctnn;
using namespace ctnn::literals;

namespace {

template<auto V, class T>
constexpr bool is_number(T) {
    if constexpr (std::is_same_v<decltype(V), int>)
        return std::is_same_v<T, hana::integral_constant<int, V>>;
    else
        return std::is_same_v<T, constant<V>>;
}

// whole numbers are Hana's integral_constant<int, ...>, in every base of C++
static_assert(is_number<4>(4_c) && is_number<0>(0_c) && is_number<-1>(-1_c) && is_number<2147483647>(2147483647_c));
static_assert(is_number<0x10>(0x10_c) && is_number<0xfF>(0xfF_c) && is_number<0XAB>(0XAB_c));
static_assert(is_number<0b101>(0b101_c) && is_number<1>(0B1_c));
static_assert(is_number<1000>(1'000_c) && is_number<1000000>(1'000'000_c) && is_number<0x1000>(0x1'000_c));
static_assert(is_number<4 + 3>(4_c + 3_c)); // Hana's arithmetic

// others are the doubles that the compiler itself reads
static_assert(is_number<0.5>(0.5_c) && is_number<-0.5>(-0.5_c) && is_number<1.0>(1.0_c) && is_number<1.0>(1._c));
static_assert(is_number<.25>(.25_c) && is_number<0.1>(0.1_c) && is_number<0.3>(0.3_c) && is_number<0.001>(0.001_c));
static_assert(is_number<1e-3>(1e-3_c) && is_number<1e3>(1e3_c) && is_number<1.5e+2>(1.5e+2_c) &&
              is_number<2E-7>(2E-7_c));
static_assert(is_number<-1e-3>(-1e-3_c) && is_number<1'000.5>(1'000.5_c) &&
              is_number<0.12345678901234567>(0.12345678901234567_c));
static_assert(is_number<3.14159265358979>(3.14159265358979_c) && is_number<1e-5>(1e-5_c) && is_number<6e-8>(6e-8_c));

// a constant is its value, a string its characters
static_assert(double(0.5_c) == 0.5 && decltype(0.5_c)::value == 0.5 && int(4_c) == 4);
static_assert(std::string_view("digits"_s) == "digits" && std::string_view(""_s).empty());
static_assert(!std::is_same_v<decltype("a"_s), decltype("b"_s)> && std::is_same_v<decltype("a"_s), decltype("a"_s)>);
static_assert(bool(true_c) && !bool(false_c));

// what is known from its type alone, as Sequential needs it
static_assert(detail::is_constant<decltype(4_c)> && detail::is_constant<decltype(0.5_c)> &&
              detail::is_constant<decltype("a"_s)> && detail::is_constant<decltype(true_c)> &&
              detail::is_constant<shape_t<2, 3>> && detail::is_constant<decltype(tuple(1_c, shape<2>))>);
static_assert(!detail::is_constant<int> && !detail::is_constant<bool> && !detail::is_constant<extents> &&
              !detail::is_constant<decltype(tuple(1_c, 2))>);

} // namespace

TEST_CASE("4_c, 0.5_c and \"name\"_s are types") {}

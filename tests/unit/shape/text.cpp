#include <ctnn/shape/text.hpp>
#include <doctest/doctest.h>
#include <limits>
#include <sstream>

using namespace ctnn;

namespace {

template<class... T>
constexpr text said(const T&... parts) {
    text t;
    ((t << parts), ...);
    return t;
}
template<class... T>
constexpr bool says(std::string_view expected, const T&... parts) {
    return said(parts...).view() == expected;
}

static_assert(text().empty() && !said('x').empty());
static_assert(says("got 4 of true", "got ", 4, ' ', std::string_view("of "), true) && says("false", false));

// whole numbers, the smallest included
static_assert(says("0", 0) && says("-7", -7) && says("1000", 1000) && says("18", std::size_t(18)));
static_assert(says("9223372036854775807", std::numeric_limits<long long>::max()));
static_assert(says("-9223372036854775808", std::numeric_limits<long long>::min()));

// numbers as a person writes them
static_assert(says("0", 0.0) && says("0.5", 0.5) && says("1.5", 1.5) && says("-0.25", -0.25) && says("2", 2.0));
static_assert(says("0.001", 1e-3) && says("0.0001", 1e-4) && says("1e-5", 1e-5) && says("2.5e-7", 2.5e-7));
static_assert(says("0.333333", 1.0 / 3) && says("0.666667", 2.0 / 3) && says("1", 0.9999999));
static_assert(says("10.05", 10.05) && says("123456.789", 123456.789));
static_assert(says("inf", std::numeric_limits<double>::infinity()) &&
              says("-inf", -std::numeric_limits<double>::infinity()));
static_assert(says("nan", std::numeric_limits<double>::quiet_NaN()));

// shapes as Python writes them, except that one axis has no comma
static_assert(says("(28, 28, 1)", extents(28, 28, 1)) && says("(4)", extents(4)) && says("()", extents()));
static_assert(says("(None, 3)", extents(None, 3)) && says("(2, 3)", extents(shape<2, 3>)));

// what does not fit ends in three dots
constexpr text repeated(int n) {
    text t;
    for (int i = 0; i < n; ++i) t << 'x';
    return t;
}
static_assert(repeated(text::capacity).view().back() == 'x' && repeated(text::capacity).length == text::capacity);
constexpr text cut = repeated(text::capacity + 1);
static_assert(cut.length == text::capacity && cut.view().ends_with("xxx...") && cut.chars[text::capacity] == '\0');
constexpr text cut_late = repeated(text::capacity + 200);
static_assert(cut_late.view() == cut.view());

// strings as template arguments
static_assert(fixed_string("units").view() == "units" && fixed_string("a") == fixed_string("a"));
static_assert(words("units").length == 5 && std::string_view(words(std::string_view("ab"))) == "ab");

} // namespace

TEST_CASE("A shape is printed as sentences show it") {
    std::ostringstream out;
    out << shape<28, 28, 1> << ' ' << extents(10) << ' ' << extents(None, 3);
    CHECK(out.str() == "(28, 28, 1) (10) (None, 3)");
}

#include <ctnn/shape/bits.hpp>
#include <doctest/doctest.h>
#include <initializer_list>

using namespace ctnn;

namespace {

template<class T>
constexpr bool told_apart(const T& infinity, const T& nan, const T& largest, const T& smallest) {
    for (const T& x : {T(0), T(-0.0), T(1.5), largest, smallest})
        if (!math::is_finite(x) || math::is_infinite(x) || math::is_nan(x)) return false;
    for (const T& x : {infinity, -infinity})
        if (math::is_finite(x) || !math::is_infinite(x) || math::is_nan(x)) return false;
    return !math::is_finite(nan) && !math::is_infinite(nan) && math::is_nan(nan);
}
static_assert(told_apart<float>(__builtin_inff(), __builtin_nanf(""), 0x1.fffffep127f, 0x1p-149f));
static_assert(told_apart<double>(__builtin_inf(), __builtin_nan(""), 0x1.fffffffffffffp1023, 0x1p-1074));

static_assert(math::is_negative(-1.5f) && math::is_negative(-0.0f) && !math::is_negative(0.0f) &&
              !math::is_negative(2.0f));
static_assert(math::is_negative(-1.5) && math::is_negative(-0.0) && !math::is_negative(0.0) && !math::is_negative(2.0));
static_assert(math::is_negative(-__builtin_inf()) && !math::is_negative(__builtin_inff()));
static_assert(math::bits(1.0f) == 0x3f800000 && math::from_bits(math::bits(0.1)) == 0.1);

} // namespace

TEST_CASE("Infinities and NaN are told by their bits") {
    const volatile float infinity = math::from_bits(std::uint32_t(0x7f800000)),
                         nan = math::from_bits(std::uint32_t(0x7fc00000));
    const float a = infinity, b = nan;
    CHECK((math::is_infinite(a) && !math::is_finite(a)));
    CHECK((math::is_nan(b) && !math::is_finite(b)));
}

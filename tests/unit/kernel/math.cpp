// Elementary functions: what math.hpp says of their errors, and where exp ends.
#include "errors.hpp"
#include <ctnn/kernel/math.hpp>
#include <ctnn/op/math.hpp>

using namespace ctnn;
using namespace ctnn::test;

namespace {

using batch = simd::batch<simd::native>;

template<class F, class Exact>
double ulp_of(F f, Exact exact, sampled from = {}) {
    return errors_of(f, exact, from).ulp;
}
float exp_of(float x) {
    alignas(64) float y[batch::size];
    simd::store_aligned(y, simd::exp(batch(x)));
    return y[0];
}

} // namespace

TEST_CASE("exp and expm1 of all arguments whose results are numbers") {
    CHECK(ulp_of([](batch x) { return simd::exp(x); }, [](double x) { return std::exp(x); }, {.largest = 88.722f}) < 2);
    CHECK(ulp_of([](batch x) { return simd::expm1(x); }, [](double x) { return std::expm1(x); }, {.largest = 80}) < 2);
}

TEST_CASE("log and log1p of magnitudes") {
    CHECK(ulp_of([](batch x) { return simd::log(simd::abs(x)); }, [](double x) { return std::log(std::abs(x)); }) < 2);
    CHECK(ulp_of([](batch x) { return simd::log1p(simd::abs(x)); }, [](double x) { return std::log1p(std::abs(x)); },
                 {.largest = 1, .least_result = 0x1p-125f}) < 3); // half of it is computed first
}

TEST_CASE("exp becomes 0 where its results have no exponent left, and infinite where floats end") {
    CHECK(exp_of(-87.3365f) >= 0x1p-126f);
    CHECK(exp_of(-87.3366f) == 0);
    CHECK(exp_of(-1e30f) == 0);
    CHECK(exp_of(88.7228f) <= 0x1.fffffep127f);
    CHECK(math::is_infinite(exp_of(88.7229f)));
    CHECK(math::is_infinite(exp_of(1e30f)));
}

// How far the functions of a recurrence's gates are from what they stand for, over floats of every size.
#include "errors.hpp"
#include <ctnn/kernel/recurrent_functions.hpp>

using namespace ctnn;
using namespace ctnn::test;

namespace {

using batch = simd::batch<simd::native>;
constexpr ops::function sigmoid = ops::function_of(ops::function_kind::sigmoid);

double exact_sigmoid(double x) { return 1 / (1 + std::exp(-x)); }
double exact_tanh(double x) { return std::tanh(x); }

} // namespace

TEST_CASE("tanh and sigmoid of all activations") {
    CHECK(errors_of([](batch x) { return simd::tanh(x); }, exact_tanh).ulp < 3);
    CHECK(errors_of([](batch x) { return simd::sigmoid(x); }, exact_sigmoid).ulp < 3);
}

TEST_CASE("a gate by itself") {
    const errors e =
        errors_of([](batch x) { return simd::apply_to_gate<sigmoid>(x); }, exact_sigmoid, {.least_result = 0.125f});
    CHECK(e.absolute < 1e-7);
}

TEST_CASE("two gates that share a division") {
    // where the other one is at its largest and its smallest
    for (const float other : {-50.f, 0.f, 50.f}) {
        const errors e = errors_of(
            [&](batch x) {
                batch a = x, b = other;
                simd::apply_to_both<sigmoid>(a, b);
                return a;
            },
            exact_sigmoid, {.least_result = 1e-6f});
        CHECK(e.absolute < 2e-7);
        CHECK(e.ulp < 7);
    }
}

TEST_CASE("a gate and a state as fractions of powers of e") {
    const errors gate = errors_of([](batch x) { return simd::reciprocal(simd::detail::sigmoid_denominator(x)); },
                                  exact_sigmoid, {.least_result = 1e-6f});
    CHECK(gate.absolute < 1e-7);
    CHECK(gate.ulp < 6);
    const errors state = errors_of(
        [](batch x) {
            const batch e = simd::detail::bounded_exp<-2>(x);
            return simd::quotient(1.f - e, e + 1.f);
        },
        exact_tanh, {.least_result = 0.5f});
    CHECK(state.absolute < 1.5e-7);
}

TEST_CASE("tanh as a fraction whose dividend is as exact as a result near 0") {
    const auto tanh = [](batch x) {
        const auto y = simd::detail::tanh_fraction(x);
        return simd::quotient(y.dividend, y.divisor);
    };
    CHECK(errors_of(tanh, exact_tanh).ulp < 3);
}

// What activations = fast costs: the largest errors over floats of every size, and what becomes of infinities and NaN.
#include "against_definition.hpp"
#include "errors.hpp"
#include <ctnn/kernel/function.hpp>
#include <ctnn/kernel/recurrent_functions.hpp>

using namespace ctnn;
using namespace ctnn::test;
using k = ops::function_kind;

namespace {

constexpr ops::function fast_of(ops::function f) {
    f.fast = 1;
    return f;
}
constexpr ops::function fast_of(k kind) { return fast_of(ops::function_of(kind)); }

constexpr ops::function sigmoid = fast_of(k::sigmoid);

template<ops::function F>
errors errors_of_function(float largest = 1e30f) {
    return errors_of([](batch x) { return simd::apply<F>(x); },
                     [](double x) { return ops::detail::function_value(F, x); }, {.largest = largest});
}

template<ops::function F>
float value(float x) {
    alignas(64) float y[L];
    simd::store_aligned(y, simd::apply<F>(batch(x)));
    return y[0];
}
bool is_nan(float x) { return math::is_nan(x); }

} // namespace

TEST_CASE("fast exp and tanh are right to 1e-5 of their value, sigmoid to 5e-6") {
    CHECK(errors_of_function<fast_of(k::exp)>(88).relative < 1e-5);
    CHECK(errors_of_function<fast_of(k::tanh)>().relative < 1e-5);
    CHECK(errors_of_function<fast_of(k::sigmoid)>().absolute < 5e-6);
}

TEST_CASE("what is made of them is right to 1e-5 of its value") {
    CHECK(errors_of_function<fast_of(k::silu)>(60).relative < 1e-5);
    CHECK(errors_of_function<fast_of(k::softplus)>(60).relative < 1e-5);
    CHECK(errors_of_function<fast_of(k::log_sigmoid)>(60).relative < 1e-5);
    CHECK(errors_of_function<fast_of(k::mish)>(40).relative < 1e-5);
    CHECK(errors_of_function<fast_of(k::gelu_tanh)>(5).relative < 1e-5);
    CHECK(errors_of_function<fast_of(k::gelu_tanh)>(8).absolute < 1e-5); // (its argument is rounded)
}

TEST_CASE("elu and its like are right to 1e-5 of the value that they approach") {
    CHECK(errors_of_function<fast_of(k::elu)>(1e3f).absolute < 1e-5);
    CHECK(errors_of_function<fast_of({k::celu, 0.5f})>(1e3f).absolute < 1e-5);
    CHECK(errors_of_function<fast_of(k::selu)>(60).absolute < 1e-5 * 1.7581);
}

TEST_CASE("a recurrence's fast gates and states") {
    const auto exact_sigmoid = [](double x) { return 1 / (1 + std::exp(-x)); };
    CHECK(errors_of([](batch x) { return simd::apply_to_gate<sigmoid>(x); }, exact_sigmoid).absolute < 1e-5);
    CHECK(errors_of([](batch x) { return simd::times_gate<sigmoid>(batch(1.f), x); }, exact_sigmoid).absolute < 1e-5);
    for (const float other : {-50.f, 0.f, 50.f})
        CHECK(errors_of(
                  [&](batch x) {
                      batch a = other, b = x;
                      simd::apply_to_both<sigmoid>(a, b);
                      return b;
                  },
                  exact_sigmoid)
                  .absolute < 1e-5);
    CHECK(errors_of(
              [](batch x) {
                  const batch e = simd::detail::bounded_exp<-2, true>(x);
                  return simd::quotient(1.f - e, e + 1.f);
              },
              [](double x) { return std::tanh(x); })
              .absolute < 1e-5);
}

TEST_CASE("fast functions of infinities and NaN are Keras'") {
    const float inf = math::infinity<float>, nan = math::nan<float>;
    const auto check = [&]<ops::function F>() {
        CAPTURE(int(F.kind));
        CHECK(is_nan(value<F>(nan)));
        for (const float x : {inf, -inf, 3e38f, -3e38f}) {
            if (F.kind == k::mish && x < -1e30f) continue; // x times a number that is almost 0
            CAPTURE(x);
            CHECK(same(value<F>(x), ops::evaluate(F, x)));
        }
    };
    check.operator()<fast_of(k::exp)>(), check.operator()<fast_of(k::tanh)>(), check.operator()<fast_of(k::sigmoid)>();
    check.operator()<fast_of(k::silu)>(), check.operator()<fast_of(k::softplus)>();
    check.operator()<fast_of(k::log_sigmoid)>(), check.operator()<fast_of(k::mish)>();
    check.operator()<fast_of(k::gelu_tanh)>(), check.operator()<fast_of(k::elu)>();
    check.operator()<fast_of(k::celu)>(), check.operator()<fast_of(k::selu)>();
    CHECK(value<fast_of(k::tanh)>(inf) == 1);
    CHECK(value<fast_of(k::tanh)>(-inf) == -1);
    CHECK(value<fast_of(k::sigmoid)>(-inf) == 0);
    CHECK(value<fast_of(k::sigmoid)>(inf) == 1);
    CHECK(value<fast_of(k::exp)>(-inf) == 0);
    CHECK(value<fast_of(k::exp)>(0) == 1);
}

// How far the functions of a recurrence's gates are from what they stand for, over floats of every size.
#include <bit>
#include <cmath>
#include <cstdint>
#include <cstring>
#include <ctnn/kernel/recurrent_functions.hpp>
#include <doctest/doctest.h>

using namespace ctnn;

namespace {

using batch = simd::batch<simd::native>;
constexpr int L = simd::lanes<batch>;
constexpr ops::function sigmoid = ops::function_of(ops::function_kind::sigmoid);
constexpr std::uint64_t stride = 20011; // of the floats one in so many

struct errors {
    double absolute = 0, ulp = 0; // the largest ones
};

template<class F, class Exact>
errors errors_of(F f, Exact exact, float least_result = 0x1p-126f) {
    errors e;
    alignas(64) float x[L], y[L];
    int n = 0;
    for (std::uint64_t bits = 0; bits < std::uint64_t(1) << 32; bits += stride) {
        const std::uint32_t b = std::uint32_t(bits);
        std::memcpy(&x[n], &b, sizeof b);
        if (b << 1 >= std::bit_cast<std::uint32_t>(1e30f) << 1) continue; // NaN, too, under any flags
        if (++n < L) continue;
        n = 0;
        simd::store_aligned(y, f(simd::load_aligned<batch>(x)));
        for (int i = 0; i < L; ++i) {
            const double right = exact(double(x[i])), off = std::abs(double(y[i]) - right);
            if (!(off <= e.absolute)) e.absolute = off;
            if (std::abs(right) < double(least_result)) continue;
            int exponent;
            std::frexp(right, &exponent);
            const double ulp = off / std::ldexp(1., exponent - 24);
            if (!(ulp <= e.ulp)) e.ulp = ulp;
        }
    }
    MESSAGE("absolute " << e.absolute << ", units in the last place " << e.ulp);
    return e;
}

double exact_sigmoid(double x) { return 1 / (1 + std::exp(-x)); }
double exact_tanh(double x) { return std::tanh(x); }

} // namespace

TEST_CASE("tanh and sigmoid of all activations") {
    CHECK(errors_of([](batch x) { return simd::tanh(x); }, exact_tanh).ulp < 3);
    CHECK(errors_of([](batch x) { return simd::sigmoid(x); }, exact_sigmoid).ulp < 3);
}

TEST_CASE("a gate by itself") {
    const errors e = errors_of([](batch x) { return simd::apply_to_gate<sigmoid>(x); }, exact_sigmoid, 0.125f);
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
            exact_sigmoid, 1e-6f);
        CHECK(e.absolute < 2e-7);
        CHECK(e.ulp < 7);
    }
}

TEST_CASE("a gate and a state as fractions of powers of e") {
    const errors gate =
        errors_of([](batch x) { return simd::reciprocal(simd::detail::sigmoid_denominator(x)); }, exact_sigmoid, 1e-6f);
    CHECK(gate.absolute < 1e-7);
    CHECK(gate.ulp < 6);
    const errors state = errors_of(
        [](batch x) {
            const batch e = simd::detail::bounded_exp<-2>(x);
            return simd::quotient(1.f - e, e + 1.f);
        },
        exact_tanh, 0.5f);
    CHECK(state.absolute < 1.5e-7);
}

TEST_CASE("tanh as a fraction whose dividend is as exact as a result near 0") {
    const auto tanh = [](batch x) {
        const auto y = simd::detail::tanh_fraction(x);
        return simd::quotient(y.dividend, y.divisor);
    };
    CHECK(errors_of(tanh, exact_tanh).ulp < 3);
}

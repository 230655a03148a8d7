// The largest errors of a function of a batch, over floats of every size.
#pragma once
#include <bit>
#include <cmath>
#include <cstdint>
#include <ctnn/kernel/simd.hpp>
#include <doctest/doctest.h>

namespace ctnn::test {

/// The largest ones: as they are, as parts of the result, in units of its last place.
struct errors {
    double absolute = 0, relative = 0, ulp = 0;
};
/// Arguments from -largest to largest. Smaller results count as their absolute errors alone.
struct sampled {
    float largest = 1e30f, least_result = 0x1p-126f;
};

/// f against `exact`.
template<class F, class Exact>
errors errors_of(F f, Exact exact, sampled from = {}) {
    using batch = simd::batch<simd::native>;
    constexpr std::uint64_t stride = 20011; // of the floats one in so many
    errors e;
    alignas(64) float x[batch::size], y[batch::size];
    int n = 0;
    for (std::uint64_t bits = 0; bits < std::uint64_t(1) << 32; bits += stride) {
        const std::uint32_t b = std::uint32_t(bits);
        if (b << 1 > std::bit_cast<std::uint32_t>(from.largest) << 1) continue; // NaN, too, under any flags
        x[n] = std::bit_cast<float>(b);
        if (++n < batch::size) continue;
        n = 0;
        simd::store_aligned(y, f(simd::load_aligned<batch>(x)));
        for (int i = 0; i < batch::size; ++i) {
            const double right = exact(double(x[i])), off = std::abs(double(y[i]) - right);
            if (!(off <= e.absolute)) e.absolute = off;
            if (std::abs(right) < double(from.least_result)) continue;
            if (!(off <= e.relative * std::abs(right))) e.relative = off / std::abs(right);
            int exponent;
            std::frexp(right, &exponent);
            const double ulp = off / std::ldexp(1., exponent - 24);
            if (!(ulp <= e.ulp)) e.ulp = ulp;
        }
    }
    MESSAGE("absolute " << e.absolute << ", relative " << e.relative << ", units in the last place " << e.ulp);
    return e;
}

} // namespace ctnn::test

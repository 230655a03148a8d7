// The batch: arithmetic, memory at the edge of a page, lanes. Compiled once for each instruction set.
#include <cmath>
#include <cstring>
#include <ctnn/kernel/simd.hpp>
#include <ctnn/kernel/sum_rows.hpp>
#include <doctest/doctest.h>
#include <sys/mman.h>
#include <unistd.h>

using namespace ctnn;
using batch = simd::batch<simd::native>;
using simd::fma, simd::fnma, simd::load, simd::store;
constexpr int lanes = simd::lanes<batch>;

static_assert(lanes >= 4 && sizeof(batch) == lanes * sizeof(float));
#if defined(__AVX512F__) || (defined(__AVX2__) && defined(__FMA__)) || defined(__aarch64__)
static_assert(simd::has_fma<batch>);
#endif
#ifdef __AVX512F__
static_assert(lanes == 16);
#elif defined(__AVX__)
static_assert(lanes == 8);
#endif

namespace {

template<class T>
float lane(simd::batch<T> x, int i) {
    float all[lanes];
    store(all, x);
    return all[i];
}

/// Floats that end where readable memory ends.
struct page_end {
    long size = sysconf(_SC_PAGESIZE);
    void* pages = mmap(nullptr, std::size_t(2 * size), PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);
    page_end() { mprotect(static_cast<char*>(pages) + size, std::size_t(size), PROT_NONE); }
    ~page_end() { munmap(pages, std::size_t(2 * size)); }
    float* last(int n) { return reinterpret_cast<float*>(static_cast<char*>(pages) + size) - n; }
};

} // namespace

TEST_CASE("the first n floats are loaded and stored without touching the next") {
    page_end memory;
    for (int n = 0; n <= lanes; ++n) {
        float* p = memory.last(n);
        for (int i = 0; i < n; ++i) p[i] = float(i + 1);
        p[-1] = 77;
        const batch x = simd::load_first<batch>(p, n);
        for (int i = 0; i < lanes; ++i) CHECK(lane(x, i) == (i < n ? float(i + 1) : 0));
        simd::store_first(p, n, x * 2.f);
        for (int i = 0; i < n; ++i) CHECK(p[i] == float(2 * i + 2));
        CHECK(p[-1] == 77);
        const batch kept = simd::keep_first(n, x, -1.f);
        for (int i = 0; i < lanes; ++i) CHECK(lane(kept, i) == (i < n ? float(i + 1) : -1));
    }
}

TEST_CASE("loads and stores need no alignment") {
    alignas(64) float from[2 * lanes], to[2 * lanes] = {};
    for (int i = 0; i < 2 * lanes; ++i) from[i] = float(i);
    store(to + 1, load<batch>(from + 3));
    for (int i = 0; i < lanes; ++i) CHECK(to[i + 1] == float(i + 3));
    CHECK(to[0] == 0);
    CHECK(to[lanes + 1] == 0);
    simd::store_aligned(to, simd::load_aligned<batch>(from + lanes));
    CHECK(to[lanes - 1] == float(2 * lanes - 1));
}

TEST_CASE("fma rounds once where it says so") {
    const volatile float a = 1 + 0x1p-12f;
    const batch x = float(a);
    const float exact = lane(fma(x, x, -1 - 0x1p-11f), 0), negated = lane(fnma(x, x, 1 + 0x1p-11f), lanes - 1);
    if (simd::has_fma<batch>) {
        CHECK(exact == 0x1p-24f);
        CHECK(negated == -0x1p-24f);
    }
    CHECK(lane(fma(batch(2.f), 3.f, 4.f), 0) == 10);
    CHECK(lane(fnma(batch(2.f), 3.f, 4.f), 0) == -2);
}

TEST_CASE("arithmetic, comparisons and choices work lane by lane") {
    float numbers[lanes];
    for (int i = 0; i < lanes; ++i) numbers[i] = float(i) - 1.5f;
    const batch x = load<batch>(numbers);
    batch sum = x;
    sum += 2.f;
    sum *= 4.f;
    sum -= x;
    for (int i = 0; i < lanes; ++i) {
        const float v = numbers[i];
        CHECK(lane(sum, i) == (v + 2) * 4 - v);
        CHECK(lane(-x, i) == -v);
        CHECK(lane(simd::abs(x), i) == std::fabs(v));
        CHECK(lane(simd::min(1.f, x), i) == std::fmin(1.f, v));
        CHECK(lane(simd::max(1.f, x), i) == std::fmax(1.f, v));
        CHECK(lane(simd::select((x > 0.f) & (x <= 1.5f), 1.f, 2.f), i) == (v > 0 && v <= 1.5f ? 1 : 2));
        CHECK(lane(simd::with_sign_of(x, batch(3.f)), i) == std::copysign(3.f, v));
        CHECK(lane(simd::to_float(simd::nearest_int(x * 3.f)), i) == std::nearbyint(v * 3));
        CHECK(lane(x / 3.f, i) == doctest::Approx(v / 3).epsilon(1e-7));
        CHECK(lane(simd::quotient(x, batch(3.f)), i) == doctest::Approx(v / 3).epsilon(2e-7));
        CHECK(lane(simd::sqrt(x * x), i) == std::fabs(v));
        CHECK(lane(simd::root(x * x), i) == doctest::Approx(std::fabs(v)).epsilon(2e-7));
        CHECK(lane(simd::as_float((simd::as_int(x) >> 1) << 1), i) == v);
    }
}

TEST_CASE("root is right to an ulp or so, small where it is 0, and keeps NaN") {
    for (float v = 1e-37f; v < 1e37f; v *= 1.37f) {
        const float y = lane(simd::root(batch(v)), 0);
        CHECK(std::fabs(y - std::sqrt(v)) <= 2.4e-7f * y);
    }
    CHECK(lane(simd::root(batch(0.f)), 0) <= 1.1e-19f);
#ifndef __FAST_MATH__
    CHECK(std::isnan(lane(simd::root(batch(NAN)), 0)));
#endif
}

TEST_CASE("a step divided by a root is right to a few units of its own last place") {
    const auto check = [](float w, float a, float x, float e) {
        const double step = double(a) / (std::sqrt(double(x)) + double(e)), right = double(w) - step;
        CAPTURE(w);
        CAPTURE(a);
        CAPTURE(x);
        CAPTURE(e);
        const float y = lane(simd::minus_by_root(batch(w), batch(a), batch(x), batch(e)), lanes - 1);
        CHECK(std::abs(double(y) - right) <= 5e-7 * std::abs(step) + 0x1p-24 * std::abs(right));
    };
    for (float x = 0x1p-126f; x < 0x1p126f; x *= 7.3f)
        for (const float a : {1.f, -0x1.234p-20f})
            for (const float e : {1e-7f, 1.f}) check(0.f, a, x, e), check(0.75f, a, x, e);
    check(1, 1e-3f, 0, 1e-7f); // of a weight that has had no gradient
    check(1, 0, 0, 1e-7f);
#ifndef __FAST_MATH__
    for (int i = 0; i < 3; ++i) {
        const float v[] = {i == 0 ? NAN : 1, i == 1 ? NAN : 1, i == 2 ? NAN : 1};
        CHECK(std::isnan(lane(simd::minus_by_root(batch(v[0]), batch(v[1]), batch(v[2]), batch(1e-7f)), 0)));
    }
#endif
}

TEST_CASE("a selected copy of a sign survives the optimiser") {
    float from[lanes], to[lanes];
    for (int i = 0; i < lanes; ++i) from[i] = float(i % 5) - 2;
    const batch x = load<batch>(from), y = simd::abs(x) + 1.f;
    store(to, simd::select(y > 2.f, simd::with_sign_of(x, y), x));
    for (int i = 0; i < lanes; ++i)
        CHECK(to[i] == (std::fabs(from[i]) > 1 ? std::copysign(std::fabs(from[i]) + 1, from[i]) : from[i]));
}

TEST_CASE("lanes are summed, and the largest is found wherever it is") {
    for (int k = 0; k < lanes; ++k) {
        float numbers[lanes];
        for (int i = 0; i < lanes; ++i) numbers[i] = i == k ? 100 : float(i) - 20;
        float sum = 0;
        for (float v : numbers) sum += v;
        CHECK(simd::reduce_add(load<batch>(numbers)) == sum);
        CHECK(simd::reduce_max(load<batch>(numbers)) == 100);
    }
}

TEST_CASE("several sums at once are each to the last bit") {
    batch rows[lanes];
    float one[lanes], all[lanes];
    for (int i = 0; i < lanes; ++i) {
        for (int k = 0; k < lanes; ++k) one[k] = std::sin(float(7 * i * lanes + k * k)) * float(1 << k % 5);
        rows[i] = load<batch>(one);
    }
    store(all, simd::sum_rows(rows));
    for (int i = 0; i < lanes; ++i) {
        const float sum = simd::reduce_add(rows[i]);
        CHECK(std::memcmp(&all[i], &sum, sizeof sum) == 0);
    }
}

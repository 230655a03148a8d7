#include "calibrate.hpp"
#include "clock.hpp"
#include <cstdlib>
#include <sys/mman.h>

namespace bench {
namespace {

#if defined(__AVX512F__)
constexpr int lanes = 16, accumulators = 12;
#elif defined(__AVX__)
constexpr int lanes = 8, accumulators = 12;
#else
constexpr int lanes = 4, accumulators = 12;
#endif
typedef float vector __attribute__((vector_size(lanes * sizeof(float))));

/// Makes the compiler keep `v` in a register, and know nothing of its value.
[[gnu::always_inline]] inline void opaque(vector& v) {
#if defined(__x86_64__)
    asm volatile("" : "+v"(v));
#else
    asm volatile("" : "+w"(v));
#endif
}

/// `Bytes` on 2 MB pages if the system has them.
const vector* large_pages(std::size_t bytes) {
    void* p = std::aligned_alloc(1 << 21, 1 << 21);
    madvise(p, 1 << 21, MADV_HUGEPAGE);
    float* f = static_cast<float*>(p);
    for (std::size_t i = 0; i < bytes / sizeof(float); ++i) f[i] = 0.0f;
    return reinterpret_cast<const vector*>(f);
}

/// GB in a second of `passes` over so many bytes, after one that is not timed; add(accumulator, vector of memory).
template<class Add>
double rate_of_reading(const vector* data, std::size_t bytes, int passes, Add add) {
    const auto read = [&] {
        vector s[accumulators] = {};
        for (std::size_t i = 0; i + accumulators <= bytes / sizeof(vector); i += accumulators)
#pragma GCC unroll 16
            for (std::size_t k = 0; k < accumulators; ++k) add(s[k], data[i + k]);
#pragma GCC unroll 16
        for (std::size_t k = 0; k < accumulators; ++k) opaque(s[k]);
    };
    read();
    const double start = process_seconds();
    for (int pass = 0; pass < passes; ++pass) read();
    const std::size_t whole = bytes / sizeof(vector) / accumulators * accumulators * sizeof(vector);
    return double(passes) * double(whole) / (process_seconds() - start) * 1e-9;
}

} // namespace

double fma_rate() {
    vector a[accumulators], b = {}, c = {};
    b += 1.0f;
    opaque(b), opaque(c);
#pragma GCC unroll 16
    for (int i = 0; i < accumulators; ++i) a[i] = c;
    const auto multiply = [&](int steps) __attribute__((always_inline)) {
        for (int s = 0; s < steps; ++s) {
#pragma GCC unroll 16
            for (int i = 0; i < accumulators; ++i) a[i] = a[i] * b + c;
#pragma GCC unroll 16
            for (int i = 0; i < accumulators; ++i) opaque(a[i]);
        }
    };
    constexpr int steps = 10'000;
    multiply(steps / 4); // the clock and the caches get used to it
    const double start = process_seconds();
    multiply(steps);
    return double(steps) * accumulators * lanes / (process_seconds() - start) * 1e-9;
}

double l1_rate() {
    constexpr std::size_t bytes = 16 * 1024;
    static const vector* const data = large_pages(bytes);
    vector factor = {};
    opaque(factor);
    return rate_of_reading(
        data, bytes, 250, [factor](vector & s, const vector& v) __attribute__((always_inline)) { s = factor * v + s; });
}

double l2_rate() {
    constexpr std::size_t bytes = 512 * 1024;
    static const vector* const data = large_pages(bytes);
    return rate_of_reading(
        data, bytes, 8, [](vector & s, const vector& v) __attribute__((always_inline)) { s += v; });
}

} // namespace bench

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
float* large_pages(std::size_t bytes) {
    void* p = std::aligned_alloc(1 << 21, 1 << 21);
    madvise(p, 1 << 21, MADV_HUGEPAGE);
    float* f = static_cast<float*>(p);
    for (std::size_t i = 0; i < bytes / sizeof(float); ++i) f[i] = 0.0f;
    return f;
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

double l2_rate() {
    constexpr std::size_t bytes = 512 * 1024, vectors = bytes / sizeof(vector);
    static const vector* const data = reinterpret_cast<const vector*>(large_pages(bytes));
    const auto read = [] {
        vector s[8] = {};
        for (std::size_t i = 0; i < vectors; i += 8)
#pragma GCC unroll 8
            for (std::size_t k = 0; k < 8; ++k) s[k] += data[i + k];
#pragma GCC unroll 8
        for (std::size_t k = 0; k < 8; ++k) opaque(s[k]);
    };
    read(); // into L2
    const double start = process_seconds();
    for (int pass = 0; pass < 8; ++pass) read();
    return 8.0 * double(bytes) / (process_seconds() - start) * 1e-9;
}

} // namespace bench

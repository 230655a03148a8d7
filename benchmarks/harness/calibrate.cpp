#include "calibrate.hpp"
#include "clock.hpp"
#include <algorithm>
#include <cstdlib>
#include <sys/mman.h>
#include <unistd.h>

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

std::size_t cache_bytes(int name, std::size_t if_unknown) {
    const long reported = sysconf(name);
    return reported > 0 ? std::size_t(reported) : if_unknown;
}

/// `bytes` on 2 MB pages if the system has them.
const vector* large_pages(std::size_t bytes) {
    constexpr std::size_t page = 1 << 21;
    const std::size_t whole = (bytes + page - 1) / page * page;
    void* p = std::aligned_alloc(page, whole);
    madvise(p, whole, MADV_HUGEPAGE);
    float* f = static_cast<float*>(p);
    for (std::size_t i = 0; i < bytes / sizeof(float); ++i) f[i] = 0.0f;
    return reinterpret_cast<const vector*>(f);
}

/// GB in a second of passes over so many bytes, 4 MB or two passes altogether, after one that is not timed;
/// add(accumulator, vector of memory).
template<class Add>
double rate_of_reading(const vector* data, std::size_t bytes, Add add) {
    const std::size_t passes = std::max<std::size_t>(2, (4 << 20) / bytes);
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
    for (std::size_t pass = 0; pass < passes; ++pass) read();
    const std::size_t whole = bytes / sizeof(vector) / accumulators * accumulators * sizeof(vector);
    return double(passes) * double(whole) / (process_seconds() - start) * 1e-9;
}

} // namespace

std::size_t l1_bytes() { return cache_bytes(_SC_LEVEL1_DCACHE_SIZE, 32 << 10); }
std::size_t l2_bytes() { return cache_bytes(_SC_LEVEL2_CACHE_SIZE, 512 << 10); }

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
    static const std::size_t bytes = l1_bytes() / 2;
    static const vector* const data = large_pages(bytes);
    vector factor = {};
    opaque(factor);
    return rate_of_reading(
        data, bytes, [factor](vector & s, const vector& v) __attribute__((always_inline)) { s = factor * v + s; });
}

double l2_rate() {
    static const std::size_t bytes = l2_bytes() / 2;
    static const vector* const data = large_pages(bytes);
    return rate_of_reading(
        data, bytes, [](vector & s, const vector& v) __attribute__((always_inline)) { s += v; });
}

} // namespace bench

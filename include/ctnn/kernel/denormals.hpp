/// Numbers below 1.2e-38 count as zero while an object of this kind lives: moving averages of what no longer changes fade
/// into them, and processors take a hundred times as long for each. TensorFlow trains like this, too.
#pragma once
#include "../shape/compiled_for.hpp"

namespace ctnn::simd {

template<unsigned Options = compiled_for>
class flush_denormals {
public:
#if defined(__SSE2__)
    flush_denormals() : was_(__builtin_ia32_stmxcsr()) { __builtin_ia32_ldmxcsr(was_ | 0x8040u); } // results and operands
    ~flush_denormals() { __builtin_ia32_ldmxcsr(was_); }
    flush_denormals(const flush_denormals&) = delete;
    flush_denormals& operator=(const flush_denormals&) = delete;

private:
    unsigned was_;
#elif defined(__aarch64__)
    flush_denormals() {
        __asm__ volatile("mrs %0, fpcr" : "=r"(was_));
        __asm__ volatile("msr fpcr, %0" : : "r"(was_ | (1ull << 24)));
    }
    ~flush_denormals() { __asm__ volatile("msr fpcr, %0" : : "r"(was_)); }
    flush_denormals(const flush_denormals&) = delete;
    flush_denormals& operator=(const flush_denormals&) = delete;

private:
    unsigned long long was_;
#else
    flush_denormals() {}
#endif
};

} // namespace ctnn::simd

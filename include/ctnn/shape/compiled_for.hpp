/// Which options of the compiler this source has that change the code of its functions.
#pragma once

namespace ctnn {

/// A template argument of everything that computes at run time: sources with different -m flags have functions of their
/// own, and the linker never takes one that the processor of the other does not know. Not inline, as it differs by source.
constexpr unsigned compiled_for = 0
#ifdef __SSE4_2__
                                  | 1u
#endif
#ifdef __AVX__
                                  | 2u
#endif
#ifdef __AVX2__
                                  | 4u
#endif
#ifdef __AVX512F__
                                  | 8u
#endif
#ifdef __AVX512BW__
                                  | 16u
#endif
#ifdef __AVX512VL__
                                  | 32u
#endif
#ifdef __AVX512DQ__
                                  | 64u
#endif
#ifdef __FMA__
                                  | 128u
#endif
#ifdef __F16C__
                                  | 256u
#endif
#ifdef __BMI2__
                                  | 512u
#endif
#ifdef __AVX512VNNI__
                                  | 1024u
#endif
#ifdef __AVX512VBMI__
                                  | 2048u
#endif
#ifdef __AVX512BF16__
                                  | 4096u
#endif
#ifdef __AVX512FP16__
                                  | 8192u
#endif
#ifdef __AMX_TILE__
                                  | 16384u
#endif
#ifdef __FAST_MATH__
                                  | 32768u
#endif
#if __FINITE_MATH_ONLY__
                                  | 65536u
#endif
#ifdef __ARM_FEATURE_DOTPROD
                                  | 131072u
#endif
#ifdef __ARM_FEATURE_SVE
                                  | 262144u
#endif
#if defined(__SSSE3__) || defined(__SSE4_1__)
                                  | 524288u
#endif
    ;

} // namespace ctnn

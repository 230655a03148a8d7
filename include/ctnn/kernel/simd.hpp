/// The one file over xsimd (8.1 and newer), and the only one with intrinsics: what every kernel is written in.
///
/// A batch is a register of floats. Everything here is inlined whatever the compiler thinks, so that accumulators stay
/// in registers. Under -ffast-math divisions stay divisions; clang leaves the rest of the arithmetic as it is written
/// too (by pragma), g++ only what goes through fma or opaque; NaN is then keep_nan's work.
#pragma once
#include "../shape/inline.hpp"
#include "target.hpp"
#include <cstddef>

#ifdef __clang__
#pragma float_control(precise, on, push)
#endif

namespace ctnn::simd {

/// The result of a comparison, lane by lane.
template<class Target>
struct mask {
    xsimd::batch_bool<float, typename Target::arch> value;
    CTNN_INLINE friend inline mask operator&(mask a, mask b) { return {a.value & b.value}; }
    CTNN_INLINE friend inline mask operator|(mask a, mask b) { return {a.value | b.value}; }
};

// Operators are the compiler's own on its vectors where there are some: xsimd's may become calls in a large function,
// and its AVX-512 ones bring warnings of g++ 12's headers with them.
#define CTNN_OPERATOR(type, op)                                                                                        \
    CTNN_INLINE friend inline type operator op(type a, type b) {                                                       \
        if constexpr (detail::has_operators<Target>)                                                                   \
            return of(a.native() op b.native());                                                                       \
        else                                                                                                           \
            return a.value op b.value;                                                                                 \
    }

/// As many 32-bit integers as a batch has floats.
template<class Target>
struct ints {
    using integers = detail::integers<Target>;
    using reg = detail::int_register<Target>;
    typedef std::uint32_t vector __attribute__((vector_size(sizeof(integers)))); // unsigned: sums wrap around
    typedef std::int32_t signed_vector __attribute__((vector_size(sizeof(integers))));
    integers value;

    ints() = default;
    CTNN_INLINE inline ints(std::int32_t x) : value(x) {}
    CTNN_INLINE inline ints(integers x) : value(x) {}
    CTNN_INLINE static inline ints of(vector x) { return integers(__builtin_bit_cast(reg, x)); }
    CTNN_INLINE inline vector native() const { return __builtin_bit_cast(vector, reg(value)); }

    CTNN_OPERATOR(ints, +)
    CTNN_OPERATOR(ints, -)
    CTNN_OPERATOR(ints, &)
    CTNN_OPERATOR(ints, |)
    CTNN_OPERATOR(ints, ^)
    CTNN_INLINE friend inline ints operator<<(ints a, int n) {
        if constexpr (detail::has_operators<Target>)
            return of(a.native() << n);
        else
            return a.value << n;
    }
    CTNN_INLINE friend inline ints operator>>(ints a, int n) { ///< keeps the sign
        if constexpr (detail::has_operators<Target>)
            return of(vector(signed_vector(a.native()) >> n));
        else
            return a.value >> n;
    }
};

/// A register of floats.
template<class Target>
struct batch {
    using target = Target;
    using floats = detail::floats<Target>;
    using reg = detail::float_register<Target>;
    static constexpr int size = int(floats::size);
    floats value;

    batch() = default;
    CTNN_INLINE inline batch(float x) : value(x) {}
    CTNN_INLINE inline batch(floats x) : value(x) {}
    CTNN_INLINE static inline batch of(reg x) { return floats(x); }
    CTNN_INLINE inline reg native() const { return value; }

    CTNN_OPERATOR(batch, +)
    CTNN_OPERATOR(batch, -)
    CTNN_OPERATOR(batch, *)
    CTNN_INLINE friend inline batch operator/(batch a, batch b) { return divide(a, b); }
    CTNN_INLINE friend inline batch operator-(batch a) { return as_float(as_int(a) ^ INT32_MIN); }
    CTNN_INLINE inline batch& operator+=(batch b) { return *this = *this + b; }
    CTNN_INLINE inline batch& operator-=(batch b) { return *this = *this - b; }
    CTNN_INLINE inline batch& operator*=(batch b) { return *this = *this * b; }

    CTNN_INLINE friend inline mask<Target> operator<(batch a, batch b) { return {a.value < b.value}; }
    CTNN_INLINE friend inline mask<Target> operator>(batch a, batch b) { return {a.value > b.value}; }
    CTNN_INLINE friend inline mask<Target> operator<=(batch a, batch b) { return {a.value <= b.value}; }
    CTNN_INLINE friend inline mask<Target> operator>=(batch a, batch b) { return {a.value >= b.value}; }
    CTNN_INLINE friend inline mask<Target> operator==(batch a, batch b) { return {a.value == b.value}; }
};

#undef CTNN_OPERATOR

template<class Batch>
inline constexpr int lanes = Batch::size;

// --- memory ----------------------------------------------------------------------------------------------------------

/// p needs no alignment here; load_aligned and store_aligned want that of the register.
template<class Batch>
CTNN_INLINE inline Batch load(const float* p) {
    return Batch::floats::load_unaligned(p);
}
template<class Batch>
CTNN_INLINE inline Batch load_aligned(const float* p) {
    return Batch::floats::load_aligned(p);
}
template<class Target>
CTNN_INLINE inline void store(float* p, batch<Target> x) {
    x.value.store_unaligned(p);
}
template<class Target>
CTNN_INLINE inline void store_aligned(float* p, batch<Target> x) {
    x.value.store_aligned(p);
}

namespace detail {

template<class Target>
struct lane_tables {
    static constexpr int n = batch<Target>::size;
    alignas(64) float number[n] = {};
    alignas(64) std::int32_t first[2 * n] = {}; // n times -1, n times 0: read at n - k, a mask of the first k lanes
    constexpr lane_tables() {
        for (int i = 0; i < n; ++i) number[i] = float(i), first[i] = -1;
    }
};
template<class Target>
inline constexpr lane_tables<Target> lane_table{};

template<class Target> // AVX-512's masks are bits
using mask_register = typename xsimd::batch_bool<float, typename Target::arch>::register_type;
template<class Target>
CTNN_INLINE inline mask_register<Target> first_bits(int n) {
    return mask_register<Target>((1u << n) - 1);
}
template<class Target>
CTNN_INLINE inline int_register<Target> first_ints(int n) {
    return integers<Target>::load_unaligned(lane_table<Target>.first + batch<Target>::size - n);
}

} // namespace detail

/// The first n floats at p (0 <= n <= lanes), zeros above; memory beyond them is not touched.
template<class Batch>
CTNN_INLINE inline Batch load_first(const float* p, int n) {
    using T = typename Batch::target;
    if constexpr (detail::is_avx512<T>) {
        return Batch::of(_mm512_maskz_loadu_ps(detail::first_bits<T>(n), p));
    } else if constexpr (detail::is_avx<T>) {
        return Batch::of(_mm256_maskload_ps(p, detail::first_ints<T>(n)));
    } else {
        if (n == Batch::size) return load<Batch>(p);
        alignas(64) float first[Batch::size] = {};
        for (int i = 0; i < n; ++i) first[i] = p[i];
        return load_aligned<Batch>(first);
    }
}

/// Two vectors of bfloat16 from one of words, their lower halves or their upper ones; see op/row_pairs.hpp.
template<bool Upper, class Batch>
CTNN_INLINE inline Batch half_of_words(Batch words) {
    if constexpr (Upper)
        return as_float(as_int(words) & -0x10000);
    else
        return as_float(as_int(words) << 16);
}
template<class Batch, bool Upper>
CTNN_INLINE inline Batch load_bf16(const float* p) {
    return half_of_words<Upper>(load<Batch>(p));
}

/// The last n lanes of the vector at p (0 <= n <= lanes), zeros below; memory in front of them is not touched.
template<class Batch>
CTNN_INLINE inline Batch load_last(const float* p, int n) {
    using T = typename Batch::target;
    if constexpr (detail::is_avx512<T>) {
        return Batch::of(_mm512_maskz_loadu_ps(static_cast<detail::mask_register<T>>(~((1u << (16 - n)) - 1)), p));
    } else {
        alignas(64) float last[Batch::size] = {};
        for (int i = Batch::size - n; i < Batch::size; ++i) last[i] = p[i];
        return load_aligned<Batch>(last);
    }
}

/// The first n lanes to p; memory beyond them is not touched.
template<class Target>
CTNN_INLINE inline void store_first(float* p, int n, batch<Target> x) {
    constexpr int size = batch<Target>::size;
    if constexpr (detail::is_avx512<Target>) {
        _mm512_mask_storeu_ps(p, detail::first_bits<Target>(n), x.native());
    } else if constexpr (detail::is_avx<Target>) {
        _mm256_maskstore_ps(p, detail::first_ints<Target>(n), x.native());
    } else {
        if (n == size) return store(p, x);
        alignas(64) float first[size];
        store_aligned(first, x);
        for (int i = 0; i < n; ++i) p[i] = first[i];
    }
}

/// p[0] in the even lanes, p[1] in the odd ones.
template<class Batch>
CTNN_INLINE inline Batch broadcast_pair(const float* p) {
#ifdef __AVX512F__
    if constexpr (detail::is_avx512<typename Batch::target>) {
        double both;
        __builtin_memcpy(&both, p, sizeof both);
        return Batch::of(_mm512_castpd_ps(_mm512_set1_pd(both)));
    }
#endif
    alignas(64) float all[Batch::size];
    for (int i = 0; i < Batch::size; ++i) all[i] = p[i % 2];
    return load_aligned<Batch>(all);
}
/// p[0] in the even lanes, zeros in the odd ones.
template<class Batch>
CTNN_INLINE inline Batch broadcast_even(const float* p) {
#ifdef __AVX512F__
    if constexpr (detail::is_avx512<typename Batch::target>)
        return Batch::of(_mm512_maskz_mov_ps(0x5555, _mm512_set1_ps(p[0])));
#endif
    alignas(64) float all[Batch::size];
    for (int i = 0; i < Batch::size; ++i) all[i] = i % 2 ? 0 : p[0];
    return load_aligned<Batch>(all);
}
/// Sums of an even lane and the odd one behind it: a's in the first half of the lanes, b's in the second.
template<class T>
CTNN_INLINE inline batch<T> pair_sums(batch<T> a, batch<T> b) {
#ifdef __AVX512F__
    if constexpr (detail::is_avx512<T>) {
        const __m512i even = _mm512_setr_epi32(0, 2, 4, 6, 8, 10, 12, 14, 16, 18, 20, 22, 24, 26, 28, 30),
                      odd = _mm512_setr_epi32(1, 3, 5, 7, 9, 11, 13, 15, 17, 19, 21, 23, 25, 27, 29, 31);
        return batch<T>::of(_mm512_permutex2var_ps(a.native(), even, b.native())) +
               batch<T>::of(_mm512_permutex2var_ps(a.native(), odd, b.native()));
    }
#endif
    constexpr int L = batch<T>::size;
    alignas(64) float all[2 * L], sums[L];
    store_aligned(all, a), store_aligned(all + L, b);
    for (int i = 0; i < L; ++i) sums[i] = all[2 * i] + all[2 * i + 1];
    return load_aligned<batch<T>>(sums);
}

CTNN_INLINE inline void prefetch(const void* p) { __builtin_prefetch(p); }
CTNN_INLINE inline void prefetch_to_write(void* p) { __builtin_prefetch(p, 1); }

/// p, of whose elements the compiler forgets what it knows: it may neither keep them in registers nor take a broadcast
/// out of the vector that was stored there.
template<class T>
CTNN_INLINE inline T* reread(T* p) {
    asm volatile("" : "+r"(p) : : "memory");
    return p;
}

/// p, of which the compiler forgets how it was computed: it is one address in a register, not an offset from another.
template<class T>
CTNN_INLINE inline T* one_address(T* p) {
    asm("" : "+r"(p));
    return p;
}

// --- arithmetic ------------------------------------------------------------------------------------------------------

/// Whether fma rounds once. Where it does not, it is a multiplication and an addition.
template<class Batch, class T = typename Batch::target>
inline constexpr bool has_fma = detail::is_avx512<T> || detail::is_neon<T> ||
                                (detail::fma3 && (detail::is_avx<T> || detail::is_sse<T>));

/// a b + c. (xsimd 8.1 has none for AVX-512, and clang does not make one of a product and a sum.)
template<class T>
CTNN_INLINE inline batch<T> fma(batch<T> a, std::type_identity_t<batch<T>> b, std::type_identity_t<batch<T>> c) {
    using b_t = batch<T>;
    if constexpr (detail::is_avx512<T>)
        return b_t::of(_mm512_fmadd_ps(a.native(), b.native(), c.native()));
    else if constexpr (detail::is_avx<T> && detail::fma3)
        return b_t::of(_mm256_fmadd_ps(a.native(), b.native(), c.native()));
    else if constexpr (detail::is_sse<T> && detail::fma3)
        return b_t::of(_mm_fmadd_ps(a.native(), b.native(), c.native()));
    else if constexpr (detail::is_neon<T>)
        return b_t::of(vfmaq_f32(c.native(), a.native(), b.native()));
    else
        return a * b + c;
}

/// c - a b
template<class T>
CTNN_INLINE inline batch<T> fnma(batch<T> a, std::type_identity_t<batch<T>> b, std::type_identity_t<batch<T>> c) {
    using b_t = batch<T>;
    if constexpr (detail::is_avx512<T>)
        return b_t::of(_mm512_fnmadd_ps(a.native(), b.native(), c.native()));
    else if constexpr (detail::is_avx<T> && detail::fma3)
        return b_t::of(_mm256_fnmadd_ps(a.native(), b.native(), c.native()));
    else if constexpr (detail::is_sse<T> && detail::fma3)
        return b_t::of(_mm_fnmadd_ps(a.native(), b.native(), c.native()));
    else if constexpr (detail::is_neon<T>)
        return b_t::of(vfmsq_f32(c.native(), a.native(), b.native()));
    else
        return c - a * b;
}

namespace detail {

/// x, of which the compiler forgets how it was computed. It costs no instruction.
template<class T>
CTNN_INLINE inline batch<T> hidden(batch<T> x) {
    typename batch<T>::reg r = x.native();
#if defined(__AVX512F__)
    if constexpr (has_operators<T>) asm("" : "+v"(r));
#elif defined(__SSE2__)
    if constexpr (has_operators<T>) asm("" : "+x"(r));
#elif defined(__aarch64__)
    if constexpr (has_operators<T>) asm("" : "+w"(r));
#endif
    return batch<T>::of(r);
}

} // namespace detail

/// x in a register: of a load that several instructions use, compilers make an operand of each, and memory is read as
/// often.
template<class T>
CTNN_INLINE inline batch<T> in_register(batch<T> x) {
    return detail::hidden(x);
}

/// The four floats at p in every four lanes, and a broadcast of one of them: fewer loads than four broadcasts, where
/// shuffles need not wait for multiplications.
template<class Batch>
inline constexpr bool has_four = detail::is_avx<typename Batch::target>;
template<class Batch>
CTNN_INLINE inline Batch broadcast_four([[maybe_unused]] const float* p) {
    static_assert(has_four<Batch>);
#ifdef __AVX__
    return detail::hidden(Batch::of(_mm256_broadcast_ps(reinterpret_cast<const __m128*>(p))));
#endif
}
template<int I, class T>
CTNN_INLINE inline batch<T> lane_of_four(batch<T> four) {
    static_assert(has_four<batch<T>>);
    const auto x = four.native();
    return batch<T>::of(__builtin_shufflevector(x, x, I, I, I, I, I + 4, I + 4, I + 4, I + 4));
}

/// x, which g++'s -fassociative-math must not take for a part of a larger sum.
template<class T>
CTNN_INLINE inline batch<T> opaque(batch<T> x) {
#ifdef __ASSOCIATIVE_MATH__
    return detail::hidden(x);
#else
    return x;
#endif
}

/// a / b, rounded correctly; also under -ffast-math, which would take an approximate reciprocal: wrong for 0 and
/// infinity.
template<class T>
CTNN_INLINE inline batch<T> divide(batch<T> a, batch<T> b) {
    if constexpr (!detail::has_operators<T>)
        return a.value / b.value;
    else if constexpr (detail::is_neon<T> || !detail::reciprocal_math)
        return batch<T>::of(a.native() / b.native());
    [[maybe_unused]] typename batch<T>::reg y = a.native();
#if defined(__AVX512F__)
    asm("vdivps %1, %0, %0" : "+v"(y) : "v"(b.native()));
#elif defined(__AVX__)
    asm("vdivps %1, %0, %0" : "+x"(y) : "x"(b.native()));
#elif defined(__SSE2__)
    asm("divps %1, %0" : "+x"(y) : "x"(b.native()));
#endif
    return batch<T>::of(y);
}

/// a / b to about an ulp, for a finite quotient and |b| from 2^-126 to 2^126: much faster where a division is slow. NaN
/// stays NaN.
template<class T>
CTNN_INLINE inline batch<T> quotient(batch<T> a, batch<T> b) {
    if constexpr (detail::is_avx512<T>) {
        const batch<T> y = batch<T>::of(_mm512_maskz_rcp14_ps(detail::first_bits<T>(16), b.native())), q = a * y;
        return fma(fnma(b, q, a), y, q);
    } else {
        return divide(a, b);
    }
}

/// x / (x + 1) for x >= 0, like quotient. The rest of the division is that of x + 1 before it was rounded.
template<class T>
CTNN_INLINE inline batch<T> part_with_one(batch<T> x) {
    if constexpr (detail::is_avx512<T>) {
        const batch<T> y = batch<T>::of(_mm512_maskz_rcp14_ps(detail::first_bits<T>(16), (x + 1.f).native()));
        const batch<T> q = opaque(x * y);
        return fma(fnma(x, q, x - q), y, q);
    } else {
        return divide(x, x + 1.f);
    }
}

/// The square root, rounded correctly; like divide.
template<class T>
CTNN_INLINE inline batch<T> sqrt(batch<T> x) {
    using b_t = batch<T>;
    if constexpr (detail::is_avx512<T>)
        return b_t::of(_mm512_maskz_sqrt_ps(detail::first_bits<T>(16), x.native()));
    else if constexpr (detail::is_neon<T>)
        return b_t::of(vsqrtq_f32(x.native()));
    else if constexpr (!detail::has_operators<T> || !detail::reciprocal_math)
        return xsimd::sqrt(x.value);
    [[maybe_unused]] typename b_t::reg y = x.native();
#if defined(__AVX__)
    asm("vsqrtps %0, %0" : "+x"(y));
#elif defined(__SSE2__)
    asm("sqrtps %0, %0" : "+x"(y));
#endif
    return b_t::of(y);
}

/// The smaller, the larger. The order of the arguments matters: if x is NaN, so is the result. (What xsimd's do with
/// NaN differs from release to release.)
template<class T>
CTNN_INLINE inline batch<T> min(std::type_identity_t<batch<T>> bound, batch<T> x) {
    using b_t = batch<T>;
    if constexpr (detail::is_avx512<T>)
        return b_t::of(_mm512_maskz_min_ps(detail::first_bits<T>(16), bound.native(), x.native()));
    else if constexpr (detail::is_avx<T>)
        return b_t::of(_mm256_min_ps(bound.native(), x.native()));
    else if constexpr (detail::is_sse<T>)
        return b_t::of(_mm_min_ps(bound.native(), x.native()));
    else
        return xsimd::min(bound.value, x.value);
}
template<class T>
CTNN_INLINE inline batch<T> max(std::type_identity_t<batch<T>> bound, batch<T> x) {
    using b_t = batch<T>;
    if constexpr (detail::is_avx512<T>)
        return b_t::of(_mm512_maskz_max_ps(detail::first_bits<T>(16), bound.native(), x.native()));
    else if constexpr (detail::is_avx<T>)
        return b_t::of(_mm256_max_ps(bound.native(), x.native()));
    else if constexpr (detail::is_sse<T>)
        return b_t::of(_mm_max_ps(bound.native(), x.native()));
    else
        return xsimd::max(bound.value, x.value);
}

/// The square root to about an ulp, for x from 2^-126 to 2^126, beyond which it stays what it is there: much faster where
/// a square root is slow. NaN stays NaN.
template<class T>
CTNN_INLINE inline batch<T> root(batch<T> x) {
    if constexpr (detail::is_avx512<T>) {
        const batch<T> bounded = min(0x1p126f, max(0x1p-126f, x));
        const batch<T> y = batch<T>::of(_mm512_maskz_rsqrt14_ps(detail::first_bits<T>(16), bounded.native()));
        const batch<T> r = bounded * y;
        return fma(fnma(r, y, 1.f), r * 0.5f, r); // by 1 - r y, which does not underflow where x - r r does
    } else {
        return sqrt(x);
    }
}

/// w - a / (root(x) + e), for x and w as with root and quotient: both of their last steps are part of what follows.
template<class T>
CTNN_INLINE inline batch<T> minus_by_root(batch<T> w, batch<T> a, batch<T> x, batch<T> e) {
    if constexpr (detail::is_avx512<T>) {
        const batch<T> bounded = min(0x1p126f, max(0x1p-126f, x));
        const batch<T> y = batch<T>::of(_mm512_maskz_rsqrt14_ps(detail::first_bits<T>(16), bounded.native()));
        const batch<T> r = bounded * y, b = fma(r, fnma(r, y, 3.f), e + e); // twice the divisor
        const batch<T> z = batch<T>::of(_mm512_maskz_rcp14_ps(detail::first_bits<T>(16), b.native()));
        return fnma((a + a) * z, fnma(b, z, 2.f), w);
    } else {
        return w - divide(a, sqrt(x) + e);
    }
}

template<class T>
CTNN_INLINE inline batch<T> select(mask<T> m, std::type_identity_t<batch<T>> yes, std::type_identity_t<batch<T>> no) {
    return xsimd::select(m.value, yes.value, no.value);
}

// --- bits and integers -----------------------------------------------------------------------------------------------

template<class T>
CTNN_INLINE inline ints<T> as_int(batch<T> x) {
    return detail::integers<T>(__builtin_bit_cast(detail::int_register<T>, x.native()));
}
template<class T>
CTNN_INLINE inline batch<T> as_float(ints<T> x) {
    return batch<T>::of(__builtin_bit_cast(detail::float_register<T>, detail::int_register<T>(x.value)));
}

template<class T>
CTNN_INLINE inline batch<T> abs(batch<T> x) {
    return as_float(as_int(x) & INT32_MAX);
}

/// |magnitude| with the sign of `sign`.
template<class T>
CTNN_INLINE inline batch<T> with_sign_of(batch<T> sign, batch<T> magnitude) {
    const batch<T> y = as_float((as_int(sign) & INT32_MIN) | (as_int(magnitude) & INT32_MAX));
#ifdef __clang__ // 19 gets a masked vpternlog wrong, which it makes of this and a select
    if constexpr (detail::is_avx512<T>) return detail::hidden(y);
#endif
    return y;
}

/// The same for a magnitude that has no sign.
template<class T>
CTNN_INLINE inline batch<T> with_sign_of_positive(batch<T> sign, batch<T> magnitude) {
    const batch<T> y = as_float((as_int(sign) & INT32_MIN) | as_int(magnitude));
#ifdef __clang__
    if constexpr (detail::is_avx512<T>) return detail::hidden(y);
#endif
    return y;
}

/// The smaller of two numbers with a sign.
template<class T>
CTNN_INLINE inline ints<T> min(std::type_identity_t<ints<T>> bound, ints<T> x) {
    using vector = typename ints<T>::signed_vector;
    if constexpr (detail::has_operators<T>) {
        const auto a = vector(bound.native()), b = vector(x.native());
        return ints<T>::of(typename ints<T>::vector(a < b ? a : b));
    } else {
        return xsimd::min(bound.value, x.value);
    }
}

/// Made of bits, because -ffinite-math-only lets clang drop an infinity that is passed as a number.
template<class T>
CTNN_INLINE inline batch<T> infinity() {
    return as_float(ints<T>(0x7f80'0000));
}
template<class T>
CTNN_INLINE inline batch<T> nan() {
    return as_float(ints<T>(0x7fc0'0000));
}

/// The nearest whole number, ties to even, for |x| < 2^31.
template<class T>
CTNN_INLINE inline ints<T> nearest_int(batch<T> x) {
    if constexpr (detail::is_avx512<T>)
        return detail::integers<T>(_mm512_maskz_cvtps_epi32(detail::first_bits<T>(16), x.native()));
    else
        return xsimd::nearbyint_as_int(x.value);
}
template<class T>
CTNN_INLINE inline batch<T> to_float(ints<T> x) {
    if constexpr (detail::is_avx512<T>)
        return batch<T>::of(_mm512_maskz_cvtepi32_ps(detail::first_bits<T>(16), detail::int_register<T>(x.value)));
    else
        return xsimd::to_float(x.value);
}

/// y, but NaN where x is NaN: under -ffinite-math-only, where nothing else is sure to keep it; otherwise just y.
template<class T>
CTNN_INLINE inline batch<T> keep_nan([[maybe_unused]] batch<T> x, batch<T> y) {
    if constexpr (!detail::finite_math_only || !detail::has_operators<T>) {
        return y;
    } else {
        using vector = typename ints<T>::signed_vector; // most instruction sets compare signed numbers only
        const auto bits = vector(as_int(x).native()), otherwise = vector(as_int(y).native());
        return as_float(ints<T>::of(typename ints<T>::vector((bits & INT32_MAX) > 0x7f80'0000 ? bits : otherwise)));
    }
}

/// y, but NaN where x is NaN, whatever the options; y need not care about NaN in x.
template<class T>
CTNN_INLINE inline batch<T> nan_of(batch<T> x, batch<T> y) {
    if constexpr (detail::finite_math_only)
        return keep_nan(x, y);
    else
        return select(x == x, y, x);
}

// --- lanes -----------------------------------------------------------------------------------------------------------

/// The first n lanes.
template<class Batch>
CTNN_INLINE inline mask<typename Batch::target> first_lanes(int n) {
    using T = typename Batch::target;
    if constexpr (detail::is_avx512<T>)
        return {detail::first_bits<T>(n)};
    else
        return load_aligned<Batch>(detail::lane_table<T>.number) < Batch(float(n));
}

/// The first lane as a number. (A load waits long for a store under a mask; this saves one.)
template<class T>
CTNN_INLINE inline float first_lane(batch<T> x) {
    if constexpr (detail::has_operators<T>) {
        return x.native()[0];
    } else {
        alignas(64) float lane[batch<T>::size];
        store_aligned(lane, x);
        return lane[0];
    }
}

/// The first n lanes of x, `rest` in those above: -infinity before a maximum, 0 before a sum.
template<class T>
CTNN_INLINE inline batch<T> keep_first(int n, batch<T> x, std::type_identity_t<batch<T>> rest) {
    return select(first_lanes<batch<T>>(n), x, rest);
}

namespace detail {

/// Which of eight bits are set, one after the other. (A template: made where it is used alone.)
template<class Number>
struct bit_lists {
    Number list[256][8] = {};
    constexpr bit_lists() {
        for (int bits = 0; bits < 256; ++bits)
            for (int i = 0, n = 0; i < 8; ++i)
                if (bits >> i & 1) list[bits][n++] = Number(i);
    }
};
template<class Number>
inline constexpr bit_lists<Number> lanes_of_bits{};

} // namespace detail

/// The lanes of x that are not 0 (NaN is not) to values, one after the other, and `first` plus their numbers to numbers;
/// both have room for a whole vector. How many they are.
template<class T>
CTNN_INLINE inline int store_nonzero(float* values, std::int32_t* numbers, batch<T> x, int first) {
    constexpr int size = batch<T>::size;
    if constexpr (detail::is_avx512<T>) {
        // by their bits: -ffinite-math-only does not touch those
        const auto bits = [](ints<T> i) CTNN_INLINE { return detail::int_register<T>(i.value); };
        const auto kept = _mm512_test_epi32_mask(bits(as_int(x)), bits(INT32_MAX));
        const ints<T> number = nearest_int(load_aligned<batch<T>>(detail::lane_table<T>.number)) + first;
        store(values, batch<T>::of(_mm512_maskz_compress_ps(kept, x.native())));
        _mm512_storeu_si512(numbers, _mm512_maskz_compress_epi32(kept, bits(number)));
        return __builtin_popcount(unsigned(kept));
#ifdef __AVX2__
    } else if constexpr (detail::is_avx<T>) {
        const __m256i magnitude = _mm256_slli_epi32(_mm256_castps_si256(x.native()), 1);
        const __m256i zeros = _mm256_cmpeq_epi32(magnitude, _mm256_setzero_si256());
        const unsigned kept = 0xffu & ~unsigned(_mm256_movemask_ps(_mm256_castsi256_ps(zeros)));
        const auto* const list = reinterpret_cast<const __m128i*>(detail::lanes_of_bits<unsigned char>.list[kept]);
        const __m256i lane = _mm256_cvtepu8_epi32(_mm_loadl_epi64(list));
        store(values, batch<T>::of(_mm256_permutevar8x32_ps(x.native(), lane)));
        _mm256_storeu_si256(reinterpret_cast<__m256i*>(numbers), _mm256_add_epi32(lane, _mm256_set1_epi32(first)));
        return __builtin_popcount(kept);
#endif
    } else {
        alignas(64) float lane[size];
        store_aligned(lane, x);
        int n = 0;
        for (int i = 0; i < size; ++i) {
            values[n] = lane[i], numbers[n] = first + i;
            n += (__builtin_bit_cast(std::uint32_t, lane[i]) & INT32_MAX) != 0;
        }
        return n;
    }
}

/// The upper half of a, then the lower half of b.
template<class T>
CTNN_INLINE inline batch<T> middle(batch<T> a, batch<T> b) {
    using b_t = batch<T>;
    constexpr int size = b_t::size;
    if constexpr (detail::has_operators<T> && size == 16) {
        return b_t::of(
            __builtin_shufflevector(a.native(), b.native(), 8, 9, 10, 11, 12, 13, 14, 15, 16, 17, 18, 19, 20, 21, 22, 23));
    } else if constexpr (detail::has_operators<T> && size == 8) {
        return b_t::of(__builtin_shufflevector(a.native(), b.native(), 4, 5, 6, 7, 8, 9, 10, 11));
    } else if constexpr (detail::has_operators<T> && size == 4) {
        return b_t::of(__builtin_shufflevector(a.native(), b.native(), 2, 3, 4, 5));
    } else {
        alignas(64) float both[2 * size];
        store_aligned(both, a), store_aligned(both + size, b);
        return load<b_t>(both + size / 2);
    }
}

namespace detail {

/// All lanes into one, in pairs: the halves of the register first.
template<class R, class F>
CTNN_INLINE inline float reduce(R x, F f) {
    if constexpr (sizeof(R) == 64) {
        return reduce(f(__builtin_shufflevector(x, x, 0, 1, 2, 3, 4, 5, 6, 7),
                        __builtin_shufflevector(x, x, 8, 9, 10, 11, 12, 13, 14, 15)),
                      f);
    } else if constexpr (sizeof(R) == 32) {
        return reduce(f(__builtin_shufflevector(x, x, 0, 1, 2, 3), __builtin_shufflevector(x, x, 4, 5, 6, 7)), f);
    } else {
        x = f(x, __builtin_shufflevector(x, x, 2, 3, 2, 3));
        return f(x, __builtin_shufflevector(x, x, 1, 1, 1, 1))[0];
    }
}

template<class T, class F>
CTNN_INLINE inline float reduce_in_memory(batch<T> x, F f) {
    alignas(64) float lane[batch<T>::size];
    store_aligned(lane, x);
    for (int n = batch<T>::size / 2; n > 0; n /= 2)
        for (int i = 0; i < n; ++i) lane[i] = f(lane[i], lane[i + n]);
    return lane[0];
}

} // namespace detail

template<class T>
CTNN_INLINE inline float reduce_add(batch<T> x) {
    const auto add = [](auto a, auto b) CTNN_INLINE { return a + b; };
    if constexpr (detail::is_neon<T>)
        return vaddvq_f32(x.native());
    else if constexpr (detail::has_operators<T>)
        return detail::reduce(x.native(), add);
    else
        return detail::reduce_in_memory(x, add);
}

/// The largest lane; if there is a NaN, it or any of them.
template<class T>
CTNN_INLINE inline float reduce_max(batch<T> x) {
    if constexpr (detail::is_neon<T>)
        return vmaxvq_f32(x.native());
    else if constexpr (detail::has_operators<T>)
        return detail::reduce(x.native(), [](auto a, auto b) CTNN_INLINE { return a > b ? a : b; });
    else
        return detail::reduce_in_memory(x, [](float a, float b) { return a > b ? a : b; });
}

/// y[j][i] = x[i][j] for 4 x 4 elements; the rows are x_step and y_step apart.
CTNN_INLINE inline void transpose_4x4(const float* x, std::ptrdiff_t x_step, float* y, std::ptrdiff_t y_step) {
    typedef float quad __attribute__((vector_size(16)));
    quad r[4];
#pragma GCC unroll 4
    for (int i = 0; i < 4; ++i) __builtin_memcpy(&r[i], x + i * x_step, sizeof(quad));
    const quad a = __builtin_shufflevector(r[0], r[1], 0, 4, 1, 5), b = __builtin_shufflevector(r[2], r[3], 0, 4, 1, 5),
               c = __builtin_shufflevector(r[0], r[1], 2, 6, 3, 7), d = __builtin_shufflevector(r[2], r[3], 2, 6, 3, 7);
    r[0] = __builtin_shufflevector(a, b, 0, 1, 4, 5), r[1] = __builtin_shufflevector(a, b, 2, 3, 6, 7);
    r[2] = __builtin_shufflevector(c, d, 0, 1, 4, 5), r[3] = __builtin_shufflevector(c, d, 2, 3, 6, 7);
#pragma GCC unroll 4
    for (int i = 0; i < 4; ++i) __builtin_memcpy(y + i * y_step, &r[i], sizeof(quad));
}

/// Four floats, where a whole batch is too many.
struct quad {
    static constexpr int size = 4;
};

/// y[j][i] = x[i][j] for as many rows of four elements as Block has lanes; the rows are x_step and y_step apart.
template<class Block>
CTNN_INLINE inline void transpose_to_4(const float* x, std::ptrdiff_t x_step, float* y, std::ptrdiff_t y_step) {
    constexpr int n = Block::size;
#if defined(__AVX512F__)
    if constexpr (n == 16) {
        __m512 r[4]; // rows k, k + 4, k + 8, k + 12, a quarter of the register each
#pragma GCC unroll 4
        for (int k = 0; k < 4; ++k, x += x_step) {
            r[k] = _mm512_castps128_ps512(_mm_loadu_ps(x));
            r[k] = _mm512_maskz_insertf32x4(0xffff, r[k], _mm_loadu_ps(x + 4 * x_step), 1);
            r[k] = _mm512_maskz_insertf32x4(0xffff, r[k], _mm_loadu_ps(x + 8 * x_step), 2);
            r[k] = _mm512_maskz_insertf32x4(0xffff, r[k], _mm_loadu_ps(x + 12 * x_step), 3);
        }
        const auto low = [](__m512 a, __m512 b) { return _mm512_maskz_unpacklo_ps(0xffff, a, b); };
        const auto high = [](__m512 a, __m512 b) { return _mm512_maskz_unpackhi_ps(0xffff, a, b); };
        const __m512 a = low(r[0], r[1]), b = low(r[2], r[3]), c = high(r[0], r[1]), d = high(r[2], r[3]);
        _mm512_storeu_ps(y, _mm512_maskz_shuffle_ps(0xffff, a, b, 0x44));
        _mm512_storeu_ps(y + y_step, _mm512_maskz_shuffle_ps(0xffff, a, b, 0xee));
        _mm512_storeu_ps(y + 2 * y_step, _mm512_maskz_shuffle_ps(0xffff, c, d, 0x44));
        _mm512_storeu_ps(y + 3 * y_step, _mm512_maskz_shuffle_ps(0xffff, c, d, 0xee));
        return;
    }
#endif
#if defined(__AVX__)
    if constexpr (n == 8) {
        __m256 r[4];
#pragma GCC unroll 4
        for (int k = 0; k < 4; ++k, x += x_step)
            r[k] = _mm256_insertf128_ps(_mm256_castps128_ps256(_mm_loadu_ps(x)), _mm_loadu_ps(x + 4 * x_step), 1);
        const __m256 a = _mm256_unpacklo_ps(r[0], r[1]), b = _mm256_unpacklo_ps(r[2], r[3]),
                     c = _mm256_unpackhi_ps(r[0], r[1]), d = _mm256_unpackhi_ps(r[2], r[3]);
        _mm256_storeu_ps(y, _mm256_shuffle_ps(a, b, 0x44));
        _mm256_storeu_ps(y + y_step, _mm256_shuffle_ps(a, b, 0xee));
        _mm256_storeu_ps(y + 2 * y_step, _mm256_shuffle_ps(c, d, 0x44));
        _mm256_storeu_ps(y + 3 * y_step, _mm256_shuffle_ps(c, d, 0xee));
        return;
    }
#endif
    for (int i = 0; i < n; i += 4) transpose_4x4(x + i * x_step, x_step, y + i, y_step);
}

// --- what only some have ---------------------------------------------------------------------------------------------

/// table[index mod 32], in one instruction.
template<class Batch>
inline constexpr bool has_lookup = detail::is_avx512<typename Batch::target>;
template<class T>
CTNN_INLINE inline batch<T> lookup(const float (&table)[32], ints<T> index) {
    static_assert(has_lookup<batch<T>>);
    const auto low = load_aligned<batch<T>>(table), high = load_aligned<batch<T>>(table + 16);
    return batch<T>::of(_mm512_permutex2var_ps(low.native(), detail::int_register<T>(index.value), high.native()));
}

/// x 2^n for whole n of any size, with overflow and denormal results right; and the whole number nearest to x.
template<class Batch>
inline constexpr bool has_scale = detail::is_avx512<typename Batch::target>;
template<class T>
CTNN_INLINE inline batch<T> scale(batch<T> x, batch<T> n) {
    static_assert(has_scale<batch<T>>);
    return batch<T>::of(_mm512_maskz_scalef_ps(detail::first_bits<T>(16), x.native(), n.native()));
}
/// The same, 0 where `of` is less than `least` (0x15: not less, or NaN; the name is there on AVX alone).
template<class T>
CTNN_INLINE inline batch<T> scale_from(float least, batch<T> of, batch<T> x, batch<T> n) {
    static_assert(has_scale<batch<T>>);
    const auto kept = _mm512_cmp_ps_mask(of.native(), batch<T>(least).native(), 0x15);
    return batch<T>::of(_mm512_maskz_scalef_ps(kept, x.native(), n.native()));
}
template<class T>
CTNN_INLINE inline batch<T> nearest(batch<T> x) {
    static_assert(has_scale<batch<T>>);
    return batch<T>::of(_mm512_maskz_roundscale_ps(detail::first_bits<T>(16), x.native(), 8));
}

/// Numbers below 1.2e-38 count as zero while an object of this kind lives: moving averages of what no longer changes
/// fade into them, and processors take a hundred times as long for each. TensorFlow trains like this, too.
template<unsigned Options = compiled_for>
class flush_denormals {
public:
#if defined(__SSE2__)
    flush_denormals() : was_(__builtin_ia32_stmxcsr()) {
        __builtin_ia32_ldmxcsr(was_ | 0x8040u);
    } // results and operands
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

/// A few processor cycles, for a thread that waits for another one.
template<unsigned Options = compiled_for>
void pause() {
#if defined(__SSE2__)
    __builtin_ia32_pause();
#elif defined(__aarch64__)
    __asm__ volatile("yield");
#endif
}

} // namespace ctnn::simd

#ifdef __clang__
#pragma float_control(pop)
#endif

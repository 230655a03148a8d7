/// A formula that goes over the elements of several arrays at once, as the update of an optimizer does.
#pragma once
#include "math.hpp"
#include "outer_products.hpp"
#include <new>
#include <type_traits>

#ifdef __clang__
#pragma float_control(precise, on, push)
#endif

namespace ctnn::detail {

/// f(w[i], g[i], s) for all elements, where s are the elements of F::slots more arrays; f changes w[i] and s. g may be
/// w, or one of the slots. Of an array whose g is made tile by tile it receives the tiles.
struct vector_update : tile_receiver {
    float* w;
    const float* g; ///< where tiles belong; they may be elsewhere
    float* slots[4];
    alignas(8) unsigned char formula[64];

    template<class Target, class F>
    static vector_update of(const F& f, float* w, const float* g, float* const* slots) {
        static_assert(F::slots <= 4 && sizeof(F) <= sizeof(formula) && std::is_trivially_copyable_v<F>);
        vector_update u = {{&run<Target, F>}, w, g, {}, {}};
        for (int k = 0; k < F::slots; ++k) u.slots[k] = slots[k];
        new (u.formula) F(f);
        return u;
    }
    /// Elements from `first` to `end`.
    void run_over(std::ptrdiff_t first, std::ptrdiff_t end) const {
        take(*this, g + first, 0, const_cast<float*>(g) + first, 0, 1, end - first);
    }
    template<class Target, class F>
    [[gnu::noinline]] static void run(const tile_receiver& receiver, const float* g, std::ptrdiff_t g_step,
                                      float* place, std::ptrdiff_t w_step, int rows, std::ptrdiff_t columns);
};

template<class Target, class F>
void vector_update::run(const tile_receiver& receiver, const float* g, std::ptrdiff_t g_step, float* place,
                        std::ptrdiff_t w_step, int rows, std::ptrdiff_t columns) {
    using B = simd::batch<Target>;
    constexpr std::ptrdiff_t L = B::size;
    constexpr int K = F::slots;
    const auto& u = static_cast<const vector_update&>(receiver);
    const F f = *std::launder(reinterpret_cast<const F*>(u.formula)); // a copy, which no store may change
    const std::ptrdiff_t from = place - u.g;
    float *w = u.w + from, *s[K > 0 ? K : 1] = {};
    for (int k = 0; k < K; ++k) s[k] = u.slots[k] + from;
    if (g_step == columns && w_step == columns) columns *= rows, rows = 1; // one behind the other
    for (; rows > 0; --rows) {
        std::ptrdiff_t i = 0;
#pragma GCC unroll 4
        for (; i + L <= columns; i += L) {
            B x = simd::load<B>(w + i), held[K > 0 ? K : 1];
#pragma GCC unroll 4
            for (int k = 0; k < K; ++k) held[k] = simd::load<B>(s[k] + i);
            f(x, simd::load<B>(g + i), held);
#pragma GCC unroll 4
            for (int k = 0; k < K; ++k) simd::store(s[k] + i, held[k]);
            simd::store(w + i, x);
        }
        if (i < columns) {
            const int left = int(columns - i);
            B x = simd::load_first<B>(w + i, left), held[K > 0 ? K : 1];
#pragma GCC unroll 4
            for (int k = 0; k < K; ++k) held[k] = simd::load_first<B>(s[k] + i, left);
            f(x, simd::load_first<B>(g + i, left), held);
#pragma GCC unroll 4
            for (int k = 0; k < K; ++k) simd::store_first(s[k] + i, left, held[k]);
            simd::store_first(w + i, left, x);
        }
        w += w_step, g += g_step;
        for (int k = 0; k < K; ++k) s[k] += w_step;
    }
}

/// The same for n numbers of any type; in vectors where there are some.
template<class Target, class Real, class F>
constexpr void update_elements(const F& f, Real* w, const std::type_identity_t<Real>* g,
                               std::type_identity_t<Real>* const* slots, std::size_t n) {
    if constexpr (std::is_same_v<Real, float>)
        if (!__builtin_is_constant_evaluated())
            return vector_update::of<Target>(f, w, g, slots).run_over(0, std::ptrdiff_t(n));
    constexpr int K = F::slots;
    for (std::size_t i = 0; i < n; ++i) {
        Real x = w[i], held[K > 0 ? K : 1] = {};
        for (int k = 0; k < K; ++k) held[k] = slots[k][i];
        f(x, g[i], held);
        for (int k = 0; k < K; ++k) slots[k][i] = held[k];
        w[i] = x;
    }
}

template<class Target>
[[gnu::noinline]] float dot_in_vectors(const float* a, const float* b, std::size_t n) {
    using B = simd::batch<Target>;
    constexpr std::size_t L = B::size;
    B sum[4] = {B(0.f), B(0.f), B(0.f), B(0.f)};
    std::size_t i = 0;
    for (; i + 4 * L <= n; i += 4 * L)
#pragma GCC unroll 4
        for (std::size_t k = 0; k < 4; ++k)
            sum[k] = simd::fma(simd::load<B>(a + i + k * L), simd::load<B>(b + i + k * L), sum[k]);
    for (; i < n; i += L) {
        const int left = n - i < L ? int(n - i) : int(L);
        sum[0] = simd::fma(simd::load_first<B>(a + i, left), simd::load_first<B>(b + i, left), sum[0]);
    }
    return simd::reduce_add((sum[0] + sum[1]) + (sum[2] + sum[3]));
}

/// a[0] b[0] + ... + a[n - 1] b[n - 1]
template<class Target, class Real>
constexpr Real dot(const Real* a, const Real* b, std::size_t n) {
    if constexpr (std::is_same_v<Real, float>)
        if (!__builtin_is_constant_evaluated()) return dot_in_vectors<Target>(a, b, n);
    Real sum = 0;
    for (std::size_t i = 0; i < n; ++i) sum += a[i] * b[i];
    return sum;
}
template<class Target, class Real>
constexpr Real sum_of_squares(const Real* x, std::size_t n) {
    return dot<Target>(x, x, n);
}

} // namespace ctnn::detail

#ifdef __clang__
#pragma float_control(pop)
#endif

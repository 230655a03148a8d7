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

/// f(w[i], g[i], s) for n elements, where s are the elements of F::slots more arrays; f changes w[i] and s. g may be w,
/// or one of the slots. Of `rows` rows, which are w_step apart, and g_step in g.
template<class Target, class F>
[[gnu::noinline]] void update_vectors(const F& formula, float* w, const float* g, float* const* slots, std::size_t n,
                                      int rows = 1, std::ptrdiff_t w_step = 0, std::ptrdiff_t g_step = 0) {
    using B = simd::batch<Target>;
    constexpr std::size_t L = B::size;
    constexpr int K = F::slots;
    const F f = formula; // which nothing points to
    float* s[K > 0 ? K : 1] = {};
    for (int k = 0; k < K; ++k) s[k] = slots[k];
    for (;;) {
        std::size_t i = 0;
#pragma GCC unroll 4
        for (; i + L <= n; i += L) {
            B x = simd::load<B>(w + i), held[K > 0 ? K : 1];
#pragma GCC unroll 4
            for (int k = 0; k < K; ++k) held[k] = simd::load<B>(s[k] + i);
            f(x, simd::load<B>(g + i), held);
#pragma GCC unroll 4
            for (int k = 0; k < K; ++k) simd::store(s[k] + i, held[k]);
            simd::store(w + i, x);
        }
        if (i < n) {
            const int left = int(n - i);
            B x = simd::load_first<B>(w + i, left), held[K > 0 ? K : 1];
#pragma GCC unroll 4
            for (int k = 0; k < K; ++k) held[k] = simd::load_first<B>(s[k] + i, left);
            f(x, simd::load_first<B>(g + i, left), held);
#pragma GCC unroll 4
            for (int k = 0; k < K; ++k) simd::store_first(s[k] + i, left, held[k]);
            simd::store_first(w + i, left, x);
        }
        if (--rows <= 0) return;
        w += w_step, g += g_step;
        for (int k = 0; k < K; ++k) s[k] += w_step;
    }
}

/// A formula that goes over w while its g is made, tile by tile.
struct tile_update : tile_receiver {
    const float* g; ///< where tiles say they belong
    float* w;
    float* slots[4];
    alignas(8) unsigned char formula[64];

    template<class Target, class F>
    static tile_update of(const F& f, float* w, const float* g, float* const* slots) {
        static_assert(F::slots <= 4 && sizeof(F) <= sizeof(formula) && std::is_trivially_copyable_v<F>);
        tile_update u = {{&run<Target, F>}, g, w, {}, {}};
        for (int k = 0; k < F::slots; ++k) u.slots[k] = slots[k];
        new (u.formula) F(f);
        return u;
    }

private:
    template<class Target, class F>
    static void run(const tile_receiver& receiver, const float* tile, std::ptrdiff_t tile_step, float* y,
                    std::ptrdiff_t y_step, int rows, int columns) {
        const auto& u = static_cast<const tile_update&>(receiver);
        if (tile_step == columns && y_step == columns) columns *= rows, rows = 1; // one behind the other
        const std::ptrdiff_t at = y - u.g;
        float* slots[F::slots > 0 ? F::slots : 1] = {};
        for (int k = 0; k < F::slots; ++k) slots[k] = u.slots[k] + at;
        update_vectors<Target>(*std::launder(reinterpret_cast<const F*>(u.formula)), u.w + at, tile, slots,
                               std::size_t(columns), rows, y_step, tile_step);
    }
};

/// The same for numbers of any type; in vectors where there are some.
template<class Target, class Real, class F>
constexpr void update_elements(const F& f, Real* w, const std::type_identity_t<Real>* g,
                               std::type_identity_t<Real>* const* slots, std::size_t n) {
    if constexpr (std::is_same_v<Real, float>)
        if (!__builtin_is_constant_evaluated()) return update_vectors<Target>(f, w, g, slots, n);
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

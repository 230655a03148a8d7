/// y = (x - mean) / sqrt(variance + epsilon), mean and variance over some of the axes
#pragma once
#include "../shape/inline.hpp"
#include "grouped.hpp"

#ifdef __clang__
#pragma float_control(precise, on, push)
#endif

namespace ctnn {
namespace detail {

// The mean is computed in two steps: a first one, then the mean of the differences from it. So a mean that is large
// beside the deviation costs no digits.

/// factor and shift with y = (x - first mean) * factor + shift, from the sums of differences and of their squares.
template<class B>
struct standard_form {
    B factor, shift;
    CTNN_INLINE inline standard_form(B sum, B squares, int n, float epsilon) {
        const B of_each(1 / float(n)), rest = sum * of_each;
        const B variance = simd::nan_of(squares, simd::max(0.f, simd::fnma(rest, rest, squares * of_each)));
        factor = simd::divide(B(1.f), simd::sqrt(variance + epsilon));
        shift = -rest * factor;
    }
};

/// Rows of n that lie together.
template<class Target>
[[gnu::noinline]] void standardize_rows(const float* __restrict x, float* __restrict y, int rows, int n,
                                        float epsilon) {
    using B = simd::batch<Target>;
    constexpr int L = B::size;
    const int last = (n - 1) / L * L, rest = n - last;
    for (int r = 0; r < rows; ++r, x += n, y += n) {
        const B end = simd::load_first<B>(x + last, rest); // zeros above
        B sum = end;
        for (int i = 0; i < last; i += L) sum += simd::load<B>(x + i);
        const B mean(simd::reduce_add(sum) / float(n));
        const B d_end = simd::keep_first(rest, end - mean, 0.f);
        B s = d_end, q = d_end * d_end;
        for (int i = 0; i < last; i += L) {
            const B d = simd::load<B>(x + i) - mean;
            s += d, q = simd::fma(d, d, q);
        }
        const standard_form<B> f(simd::reduce_add(s), simd::reduce_add(q), n, epsilon);
        for (int i = 0; i < last; i += L) simd::store(y + i, simd::fma(simd::load<B>(x + i) - mean, f.factor, f.shift));
        simd::store_first(y + last, rest, simd::fma(d_end, f.factor, f.shift));
    }
}

/// Groups of n side by side, one a lane.
template<class Target>
[[gnu::noinline]] void standardize_lanes(const float* __restrict x, float* __restrict y, const box_axis<1>* around,
                                         int around_rank, int lanes, const box_axis<1>* within, int within_rank, int n,
                                         float epsilon) {
    using B = simd::batch<Target>;
    constexpr int L = B::size;
    for_each_lanes<L>(around, around_rank, lanes, [&](int first, int m) {
        const float* a = x + first;
        float* b = y + first;
        const auto load = [&](const float* p) { return m == L ? simd::load<B>(p) : simd::load_first<B>(p, m); };
        B sum = 0.f, s = 0.f, q = 0.f;
        for_each_member(within, within_rank, [&](int i) { sum += load(a + i); });
        const B mean = sum * (1 / float(n));
        for_each_member(within, within_rank, [&](int i) {
            const B d = load(a + i) - mean;
            s += d, q = simd::fma(d, d, q);
        });
        const standard_form<B> f(s, q, n, epsilon);
        for_each_member(within, within_rank, [&](int i) {
            const B v = simd::fma(load(a + i) - mean, f.factor, f.shift);
            m == L ? simd::store(b + i, v) : simd::store_first(b + i, m, v);
        });
    });
}

} // namespace detail

template<>
struct kernel<ops::op_kind::standardize> {
    template<class D, class Target>
    CTNN_INLINE static void run(const float* const* x, float* y) {
        detail::nothing_fused<D>();
        constexpr float epsilon = D::value.op.attr.value;
        constexpr detail::grouping g(D::value.op.out, D::value.op.attr.axes, D::value.op.times);
        constexpr auto& around = detail::held_box<g.around.template result<g.around.rank>()>;
        constexpr auto& within = detail::held_box<g.within.template result<g.within.rank>()>;
        if constexpr (g.rows)
            detail::standardize_rows<Target>(x[0], y, g.count, g.n, epsilon);
        else
            detail::standardize_lanes<Target>(x[0], y, around, g.around.rank, g.lanes, within, g.within.rank, g.n,
                                              epsilon);
    }
};

} // namespace ctnn

#ifdef __clang__
#pragma float_control(pop)
#endif

/// dx of standardize over the last axes: s (dy - mean(dy) - z mean(z dy)), z = s (x - mean); other axes run the scalar
/// definition.
#pragma once
#include "../op/training.hpp"
#include "../shape/inline.hpp"
#include "channels.hpp"
#include "grouped.hpp"

#ifdef __clang__
#pragma float_control(precise, on, push)
#endif

namespace ctnn {
namespace detail {

/// Rows of n that lie together; the mean in two steps, as in standardize.hpp.
template<class Target>
[[gnu::noinline]] void standardize_gradient_rows(const float* __restrict dy, const float* __restrict x,
                                                 float* __restrict dx, int rows, int n, float epsilon) {
    using B = simd::batch<Target>;
    constexpr int L = B::size;
    const float of_each = 1 / float(n);
    for (int r = 0; r < rows; ++r, dy += n, x += n, dx += n) {
        B total = 0.f, first_gradient = 0.f;
        for_each_channels<Target>(n, [&](int i, const auto& load, const auto&)
                                         CTNN_INLINE { total += load(x + i), first_gradient += load(dy + i); });
        const B mean(simd::reduce_add(total) * of_each), gradient(simd::reduce_add(first_gradient) * of_each);
        // sums of d = x - mean, d^2, and d (dy - its mean)
        B sum = 0.f, squares = 0.f, along = 0.f;
        for_each_channels<Target>(n, [&](int i, const auto& load, const auto&) CTNN_INLINE {
            B d = load(x + i) - mean;
            if (n - i < L) d = simd::keep_first(n - i, d, 0.f);
            sum += d, squares = simd::fma(d, d, squares), along = simd::fma(d, load(dy + i) - gradient, along);
        });
        const B rest(simd::reduce_add(sum) * of_each);
        const B variance = simd::fnma(rest, rest, B(simd::reduce_add(squares) * of_each));
        const B s = simd::divide(B(1.f), simd::sqrt(simd::nan_of(variance, simd::max(0.f, variance)) + B(epsilon)));
        const B slope = s * s * B(simd::reduce_add(along) * of_each), middle = mean + rest;
        for_each_channels<Target>(n, [&](int i, const auto& load, const auto& store) CTNN_INLINE {
            store(dx + i, s * simd::fnma(load(x + i) - middle, slope, load(dy + i) - gradient));
        });
    }
}

} // namespace detail

template<>
struct kernel<ops::op_kind::standardize_gradient> {
    template<class D, class Target>
    CTNN_INLINE static void run(const float* const* x, float* y) {
        constexpr const descriptor& d = D::value;
        constexpr detail::grouping g(d.op.out, d.op.attr.axes, d.op.times);
        if constexpr (g.rows && (d.op.times == 1 || (d.each[0] > 0 && d.each[1] > 0)))
            detail::standardize_gradient_rows<Target>(x[0], x[1], y, g.count, g.n, d.op.attr.value);
        else
            ops::evaluate_runs_of<d.op.kind>(d.op, d.in, d.each, d.op.times, x, y);
    }
};

} // namespace ctnn

#ifdef __clang__
#pragma float_control(pop)
#endif

/// dx of softmax and log_softmax over the last axes; other axes and sparsemax run the scalar definition.
#pragma once
#include "../op/training.hpp"
#include "../shape/inline.hpp"
#include "channels.hpp"
#include "grouped.hpp"
#include "math.hpp"

#ifdef __clang__
#pragma float_control(precise, on, push)
#endif

namespace ctnn {
namespace detail {

/// Rows of n that lie together.
template<class Target, bool Log>
[[gnu::noinline]] void softmax_gradient_rows(const float* __restrict y, const float* __restrict dy,
                                             float* __restrict dx, int rows, int n) {
    using B = simd::batch<Target>;
    for (int r = 0; r < rows; ++r, y += n, dy += n, dx += n) {
        B sum = 0.f; // what a part of a vector lacks is 0 in both
        for_each_channels<Target>(n, [&](int i, const auto& load, const auto&) CTNN_INLINE {
            sum = Log ? sum + load(dy + i) : simd::fma(load(y + i), load(dy + i), sum);
        });
        const B total(simd::reduce_add(sum));
        for_each_channels<Target>(n, [&](int i, const auto& load, const auto& store) CTNN_INLINE {
            const B v = load(y + i), d = load(dy + i);
            store(dx + i, Log ? simd::fnma(simd::exp(v), total, d) : v * (d - total));
        });
    }
}

} // namespace detail

template<>
struct kernel<ops::op_kind::softmax_gradient> {
    template<class D, class Target>
    CTNN_INLINE static void run(const float* const* x, float* y) {
        constexpr const descriptor& d = D::value;
        constexpr auto kind = ops::softmax_kind(d.op.attr.variant);
        constexpr detail::grouping g(d.op.out, d.op.attr.axes, d.op.times);
        if constexpr (g.rows && kind != ops::softmax_kind::sparsemax &&
                      (d.op.times == 1 || (d.each[0] > 0 && d.each[1] > 0)))
            detail::softmax_gradient_rows<Target, kind == ops::softmax_kind::log_softmax>(x[0], x[1], y, g.count, g.n);
        else
            ops::evaluate_runs_of<d.op.kind>(d.op, d.in, d.each, d.op.times, x, y);
    }
};

} // namespace ctnn

#ifdef __clang__
#pragma float_control(pop)
#endif

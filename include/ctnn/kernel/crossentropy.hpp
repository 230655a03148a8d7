/// y = sum(t (log(sum(e^x)) - x)) over the last axis
#pragma once
#include "../op/training/crossentropy.hpp"
#include "../shape/inline.hpp"
#include "kernel.hpp"
#include "math.hpp"

#ifdef __clang__
#pragma float_control(precise, on, push)
#endif

namespace ctnn {
namespace detail {

/// Rows of N that lie together: t, x (rows, N) -> y (rows). What a row does not want may be impossible, 0 times infinity.
template<class Target, int N>
[[gnu::noinline]] void crossentropy_rows(const float* __restrict t, const float* __restrict x, float* __restrict y,
                                         int rows) {
    using B = simd::batch<Target>;
    constexpr int L = B::size, last = (N - 1) / L * L, rest = N - last; // the last vector has `rest` elements
    for (int r = 0; r < rows; ++r, t += N, x += N) {
        const B end = simd::keep_first(rest, simd::load_first<B>(x + last, rest), -simd::infinity<Target>());
        B most = end;
        for (int i = 0; i < last; i += L) most = simd::max(most, simd::load<B>(x + i));
        const B largest(simd::reduce_max(most));
        B sum = simd::keep_first(rest, simd::exp(end - largest), 0.f);
        for (int i = 0; i < last; i += L) sum += simd::exp(simd::load<B>(x + i) - largest);
        const B shift = simd::log(B(simd::reduce_add(sum)));
        const auto missed = [&](B target, B logit) CTNN_INLINE {
            return simd::select(target == 0.f, 0.f, target * (shift - (logit - largest)));
        };
        B all = simd::keep_first(rest, missed(simd::load_first<B>(t + last, rest), end), 0.f);
        for (int i = 0; i < last; i += L) all += missed(simd::load<B>(t + i), simd::load<B>(x + i));
        y[r] = simd::reduce_add(all);
    }
}

} // namespace detail

template<>
struct kernel<ops::op_kind::crossentropy> {
    template<class D, class Target>
    CTNN_INLINE static void run(const float* const* x, float* y) {
        detail::nothing_fused<D>();
        constexpr const ops::op& o = D::value.op;
        static_assert(o.times == 1 || (D::value.each[0] && D::value.each[1]));
        detail::crossentropy_rows<Target, D::value.in[1].last()>(x[0], x[1], y, int(o.size()));
    }
};

} // namespace ctnn

#ifdef __clang__
#pragma float_control(pop)
#endif

/// dx = dy * f'(x): whole vectors and a part of one. dx may be dy.
#pragma once
#include "../op/training/map_gradient.hpp"
#include "../shape/inline.hpp"
#include "derivative.hpp"
#include "kernel.hpp"

namespace ctnn {
namespace detail {

template<class Target, int N, ops::function F>
[[gnu::noinline]] void map_gradient_kernel(const float* dy, const float* __restrict x,
                                           const float* __restrict y, float* dx) {
    using B = simd::batch<Target>;
    constexpr int L = B::size, whole = N / L * L;
    for (int i = 0; i < whole; i += L)
        simd::store(dx + i, simd::load<B>(dy + i) * simd::apply_derivative<F>(simd::load<B>(x + i), simd::load<B>(y + i)));
    if constexpr (constexpr int rest = N - whole; rest > 0)
        simd::store_first(dx + whole, rest,
                          simd::load_first<B>(dy + whole, rest) *
                              simd::apply_derivative<F>(simd::load_first<B>(x + whole, rest), simd::load_first<B>(y + whole, rest)));
}

} // namespace detail

template<>
struct kernel<ops::op_kind::map_gradient> {
    template<class D, class Target>
    CTNN_INLINE static void run(const float* const* x, float* y) {
        constexpr const ops::function& f = D::value.op.attr.f;
        constexpr ops::derivative_operands reads = ops::derivative_reads(f);
        detail::nothing_fused<D>();
        // what f's derivative does not read may be anything
        detail::map_gradient_kernel<Target, int(D::value.op.size()), f>(x[0], x[reads.input ? 1 : 0],
                                                                        x[reads.output ? 1 + reads.input : 0], y);
    }
};

} // namespace ctnn

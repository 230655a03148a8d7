/// y = f(x): whole vectors and a part of one.
#pragma once
#include "function.hpp"
#include "kernel.hpp"

namespace ctnn {
namespace detail {

template<class Target, int N, ops::function F>
[[gnu::noinline]] void map_kernel(const float* __restrict x, float* __restrict y) {
    using B = simd::batch<Target>;
    constexpr int L = B::size, whole = N / L * L;
    for (int i = 0; i < whole; i += L) simd::store(y + i, simd::apply<F>(simd::load<B>(x + i)));
    if constexpr (N > whole)
        simd::store_first(y + whole, N - whole, simd::apply<F>(simd::load_first<B>(x + whole, N - whole)));
}

} // namespace detail

template<>
struct kernel<ops::op_kind::map> {
    template<class D, class Target>
    [[gnu::always_inline]] static void run(const float* const* x, float* y) {
        detail::map_kernel<Target, int(D::value.op.size()), D::value.op.attr.f>(x[0], y);
    }
};

} // namespace ctnn

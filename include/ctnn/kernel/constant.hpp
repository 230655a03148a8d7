/// y = the same value everywhere
#pragma once
#include "../shape/inline.hpp"
#include "kernel.hpp"
#include "simd.hpp"

#ifdef __clang__
#pragma float_control(precise, on, push)
#endif

namespace ctnn {
namespace detail {

/// The value comes as bits: it may be infinite or NaN.
template<class Target>
[[gnu::noinline]] void fill(float* y, int n, std::int32_t bits) {
    using B = simd::batch<Target>;
    constexpr int L = B::size;
    const B v = simd::as_float(simd::ints<Target>(bits));
    int i = 0;
    for (; i + L <= n; i += L) simd::store(y + i, v);
    if (i < n) simd::store_first(y + i, n - i, v);
}

} // namespace detail

template<>
struct kernel<ops::op_kind::constant> {
    template<class D, class Target>
    CTNN_INLINE static void run(const float* const*, float* y) {
        detail::nothing_fused<D>();
        constexpr auto bits = __builtin_bit_cast(std::int32_t, D::value.op.attr.value);
        detail::fill<Target>(y, int(D::value.op.size()), bits);
    }
};

} // namespace ctnn

#ifdef __clang__
#pragma float_control(pop)
#endif

/// y = x * s + t, with a number of s and t for every position along one axis
#pragma once
#include "../shape/inline.hpp"
#include "broadcast.hpp"

namespace ctnn {
namespace detail {

struct scale_shift_function {
    template<class T>
    CTNN_INLINE static inline simd::batch<T> of(simd::batch<T> x, simd::batch<T> s, simd::batch<T> t) {
        return simd::fma(x, s, t);
    }
};

} // namespace detail

template<>
struct kernel<ops::op_kind::scale_shift> {
    template<class D>
    struct plan {
        static constexpr detail::box_builder<3> value() {
            constexpr const descriptor& d = D::value;
            const extents& out = d.op.out;
            detail::box_builder<3> b;
            b.push(d.op.times, {d.each[0], d.each[1], d.each[2]});
            for (int i = 0; i < out.rank; ++i) {
                const int along = i == d.op.attr.axis;
                b.push(out[i], {int(out.product(i + 1, out.rank)), along, along});
            }
            return b;
        }
    };
    template<class D, class Target>
    CTNN_INLINE static void run(const float* const* x, float* y) {
        detail::nothing_fused<D>();
        detail::broadcast<plan<D>, Target, detail::scale_shift_function, 3>(x, y);
    }
};

} // namespace ctnn

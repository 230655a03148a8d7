/// y = x with one axis from its end to its beginning
#pragma once
#include "../shape/inline.hpp"
#include "move.hpp"

namespace ctnn {

template<>
struct kernel<ops::op_kind::reverse> {
    template<class D>
    struct plan {
        static constexpr const descriptor& d = D::value;
        static constexpr int axis = d.op.attr.axis, n = d.op.out[axis];
        static constexpr int outer = int(d.op.out.product(0, axis));
        static constexpr int inner = int(d.op.out.product(axis + 1, d.op.out.rank));
        static constexpr detail::move_builder value() {
            detail::move_builder b;
            b.push(d.op.times, {d.each[0], int(d.op.out.size())});
            b.push(outer, {n * inner, n * inner});
            b.push(n, {-inner, inner});
            b.push(inner, {1, 1});
            return b;
        }
    };
    template<class D, class Target>
    CTNN_INLINE static void run(const float* const* x, float* y) {
        detail::nothing_fused<D>();
        constexpr int last = (plan<D>::n - 1) * plan<D>::inner;
        detail::move<plan<D>, Target>(x[0] + last, y);
    }
};

} // namespace ctnn

/// y = the box of x that starts at `at` and has y's shape
#pragma once
#include "../shape/inline.hpp"
#include "move.hpp"

namespace ctnn {

template<>
struct kernel<ops::op_kind::slice> {
    static constexpr int step(const extents& e, int axis) { return int(e.product(axis + 1, e.rank)); }
    template<class D>
    struct plan {
        static constexpr detail::move_builder value() {
            constexpr const descriptor& d = D::value;
            detail::move_builder b;
            b.push(d.op.times, {d.each[0], int(d.op.out.size())});
            for (int i = 0; i < d.op.out.rank; ++i) b.push(d.op.out[i], {step(d.in[0], i), step(d.op.out, i)});
            return b;
        }
        static constexpr int first() {
            constexpr const descriptor& d = D::value;
            int n = 0;
            for (int i = 0; i < d.op.out.rank; ++i) n += d.op.attr.at[i] * step(d.in[0], i);
            return n;
        }
    };
    template<class D, class Target>
    CTNN_INLINE static void run(const float* const* x, float* y) {
        detail::nothing_fused<D>();
        constexpr int first = plan<D>::first();
        detail::move<plan<D>, Target>(x[0] + first, y);
    }
};

} // namespace ctnn

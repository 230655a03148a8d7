/// y = the operands one after the other along an axis
#pragma once
#include "../shape/inline.hpp"
#include "move.hpp"

namespace ctnn {

template<>
struct kernel<ops::op_kind::concat> {
    /// How operand I goes into the whole.
    template<class D, int I>
    struct plan {
        static constexpr const descriptor& d = D::value;
        static constexpr int axis = d.op.attr.axis;
        static constexpr int inner = int(d.op.out.product(axis + 1, d.op.out.rank)), part = d.in[I][axis] * inner;
        static constexpr detail::move_builder value() {
            detail::move_builder b;
            b.push(d.op.times, {d.each[I], int(d.op.out.size())});
            b.push(int(d.op.out.product(0, axis)), {part, d.op.out[axis] * inner});
            b.push(part, {1, 1});
            return b;
        }
    };
    template<class D, class Target>
    CTNN_INLINE static void run(const float* const* x, float* y) {
        detail::nothing_fused<D>();
        [&]<int... I>(std::integer_sequence<int, I...>) CTNN_INLINE {
            ((detail::move<plan<D, I>, Target>(x[I], y), y += plan<D, I>::part), ...);
        }
        (std::make_integer_sequence<int, D::value.op.operands>{});
    }
};

} // namespace ctnn

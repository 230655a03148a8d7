/// y = x with its axes in another order
#pragma once
#include "../shape/inline.hpp"
#include "move.hpp"

namespace ctnn {

template<>
struct kernel<ops::op_kind::permute> {
    template<class D>
    struct plan {
        static constexpr detail::move_builder value() {
            constexpr const descriptor& d = D::value;
            const extents &from = d.in[0], &to = d.op.out;
            detail::move_builder b;
            b.push(d.op.times, {d.each[0], int(to.size())});
            for (int i = 0; i < to.rank; ++i)
                b.push(to[i], {int(from.product(d.op.attr.at[i] + 1, from.rank)), int(to.product(i + 1, to.rank))});
            return b;
        }
    };
    template<class D, class Target>
    CTNN_INLINE static void run(const float* const* x, float* y) {
        detail::nothing_fused<D>();
        detail::move<plan<D>, Target>(x[0], y);
    }
};

} // namespace ctnn

/// y = x with axes stretched
#pragma once
#include "../op/training/broadcast.hpp"
#include "../shape/inline.hpp"
#include "move.hpp"

namespace ctnn {

template<>
struct kernel<ops::op_kind::broadcast> {
    template<class D>
    struct plan {
        static constexpr detail::move_builder value() {
            constexpr const descriptor& d = D::value;
            const extents& e = d.op.out;
            int step[max_rank] = {};
            for (int i = e.rank, size = 1; i-- > 0;)
                if (!(d.op.attr.axes >> i & 1)) step[i] = size, size *= e[i];
            detail::move_builder b;
            b.push(d.op.times, {d.each[0], int(e.size())});
            for (int i = 0; i < e.rank; ++i) b.push(e[i], {step[i], int(e.product(i + 1, e.rank))});
            return b;
        }
    };
    template<class D, class Target>
    CTNN_INLINE static void run(const float* const* x, float* y) {
        detail::move<plan<D>, Target>(x[0], y);
    }
};

} // namespace ctnn

/// y = x
#pragma once
#include "../shape/inline.hpp"
#include "move.hpp"

namespace ctnn {

template<>
struct kernel<ops::op_kind::copy> {
    template<class D>
    struct plan {
        static constexpr detail::move_builder value() {
            constexpr const descriptor& d = D::value;
            detail::move_builder b;
            b.push(d.op.times, {d.each[0], int(d.op.out.size())});
            b.push(int(d.op.out.size()), {1, 1});
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

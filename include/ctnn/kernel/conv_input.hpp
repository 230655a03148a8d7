/// dx of a convolution: a transposed convolution of dy
#pragma once
#include "../op/training/conv_input.hpp"
#include "../shape/inline.hpp"
#include "conv_transpose.hpp"

namespace ctnn {

template<>
struct kernel<ops::op_kind::conv_input> {
    template<class D, class Target>
    CTNN_INLINE static void run(const float* const* x, float* y) {
        constexpr const descriptor& d = D::value;
        if constexpr (d.op.attr.groups == 1)
            kernel<ops::op_kind::conv_transpose>::run<D, Target>(x, y);
        else
            for (int t = 0; t < d.op.times; ++t) {
                const float* const at[] = {x[0] + std::ptrdiff_t(t) * d.each[0], x[1] + std::ptrdiff_t(t) * d.each[1]};
                ops::operation<ops::op_kind::conv_input>::evaluate(d.op, d.in, at,
                                                                   y + std::size_t(t) * d.op.out.size());
            }
    }
};

} // namespace ctnn

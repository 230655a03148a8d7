/// y = f(x): whole vectors and a part of one.
#pragma once
#include "../shape/inline.hpp"
#include "epilogue.hpp"
#include "kernel.hpp"

namespace ctnn {

template<>
struct kernel<ops::op_kind::map> {
    template<class D, class Target>
    CTNN_INLINE static void run(const float* const* x, float* y) {
        detail::map_elements<Target, D::value.op.attr.f>(x[0], y, D::value.op.size());
    }
};

} // namespace ctnn

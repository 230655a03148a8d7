/// y = f(x): whole vectors and a part of one.
#pragma once
#include "epilogue.hpp"
#include "kernel.hpp"

namespace ctnn {

template<>
struct kernel<ops::op_kind::map> {
    template<class D, class Target>
    [[gnu::always_inline]] static void run(const float* const* x, float* y) {
        detail::map_elements<Target, D::value.op.attr.f>(x[0], y, D::value.op.size());
    }
};

} // namespace ctnn

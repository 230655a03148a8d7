/// What a convolution's tile does with its sums before it stores them.
#pragma once
#include "../shape/inline.hpp"
#include "epilogue.hpp"
#include "kernel.hpp"

namespace ctnn::detail {

/// What follows a sum in a tile, as constants.
struct tile_ending {
    ops::function f = {};
    bool residual = false;      ///< whether one is added
    bool residual_last = false; ///< behind f, not in front of it
};
template<class D>
constexpr tile_ending ending_of() {
    constexpr const ops::attributes& a = D::value.op.attr;
    static_assert(is_short(a.epilogue) || (!a.residual_last && a.pooling() == 1), "what tiles do not compute comes last");
    static_assert(a.pooling() == 1 || !a.residual, "what is pooled has no residual");
    return {in_registers(a.epilogue), a.residual, a.residual && a.residual_last};
}
/// residual(): loads it, if there is one.
template<tile_ending E, class B, class Residual>
CTNN_INLINE inline B ended(B sum, const Residual& residual) {
    if constexpr (!E.residual)
        return simd::apply<E.f>(sum);
    else if constexpr (E.residual_last)
        return simd::apply<E.f>(sum) + residual();
    else
        return simd::apply<E.f>(sum + residual());
}

} // namespace ctnn::detail

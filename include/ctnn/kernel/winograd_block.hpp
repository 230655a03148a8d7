/// What the parts of Winograd's filtering know of a convolution and of the block of tiles that they work on.
#pragma once
#include "../program/winograd_plan.hpp"
#include "../shape/inline.hpp"
#include <cstddef>

namespace ctnn::detail {

/// What a run reads and writes. bias, residual: null if there is none.
struct winograd_operands {
    const float *x, *u, *bias, *residual;
    float* y;
    float *v, *products, *strip; ///< scratch
};

/// Extents as arguments, so that few functions serve all shapes.
struct winograd_shape {
    winograd_plan p;
    int in[2], out[2], before[2], gap; ///< rows and columns; gap: dilation along a single axis
};

/// Where the tiles along a single axis begin: at each of `gap` neighbours, then behind the elements of these tiles,
/// which are `gap` apart.
struct winograd_line {
    int gap, begin, left; ///< left: tiles that begin side by side from here

    CTNN_INLINE inline winograd_line(int gap_, int m, int tile)
        : gap(gap_), begin(tile / gap_ * gap_ * m + tile % gap_), left(gap_ - tile % gap_) {}
    CTNN_INLINE inline void next(int m) {
        ++begin;
        if (--left == 0) begin += gap * (m - 1), left = gap;
    }
};

} // namespace ctnn::detail

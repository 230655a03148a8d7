/// How a depthwise convolution of 3 x 3 taps is cut into register tiles; others run as any sliding window does.
#pragma once
#include "../op/sliding.hpp"
#include "../shape/hardware.hpp"

namespace ctnn::detail {

/// What the code of a tile depends on.
struct depthwise_tile_shape {
    int rows = 0, columns = 0; ///< of outputs; 0: no such tile
    int stride = 1;
    bool spans = false; ///< a vector holds several positions, not part of one
    /// Weights are in registers while inputs meet them, not for all of a row of outputs: leaves room for more sums.
    /// Pays with AVX (measured with FMA); without its instructions of three operands it takes 5 to 15% longer.
    bool few_weights = false;
};

constexpr depthwise_tile_shape plan_depthwise(const ops::op& o, const extents& x, const hardware& h) {
    const ops::detail::sliding s(o.attr.win, x, o.out);
    depthwise_tile_shape t;
    const int c = x.last(), columns = s.out[2], stride = s.stride[1];
    if (o.attr.win.rank != 2 || s.size[1] != 3 || s.size[2] != 3 || s.dilation[1] != 1 || s.dilation[2] != 1) return t;
    if (s.stride[2] != stride || stride > 2 || c != o.out.last() || c == 1) return t;
    // of the columns that a tile reads only the first and the last may be padding
    if (s.before[2] > 1 || (columns - 1) * stride + 3 - s.before[2] - s.in[2] > 1) return t;
    const bool many = h.registers > 16;
    t.stride = stride;
    if (c < h.lanes) {
        const int most = columns * c / h.lanes; // vectors of a row
        if (h.lanes % c != 0 || stride != 1 || most == 0) return t;
        t.spans = true;
        t.columns = most < 3 ? most : many ? 3 : 2;
        t.rows = many ? 4 : 2;
    } else {
        t.few_weights = !many && h.lanes >= 8;
        // the sums, an input and nine weights or three
        const int most = many ? 15 : t.few_weights ? 12 : 4, wide = many ? 6 : most;
        const int parts = (columns + wide - 1) / wide;
        t.columns = (columns + parts - 1) / parts;
        t.rows = most / t.columns;
    }
    if (t.rows > s.out[1]) t.rows = s.out[1];
    return t;
}

/// Columns of outputs whose rows are computed one after another, all channels of each, before the next columns are: so
/// many tiles that what a row of them reads and writes stays in half of a first cache of 32 KB. (Measured with AVX2
/// alone; other tiles take whole rows.)
constexpr int depthwise_strip(const depthwise_tile_shape& t, int columns, int channels) {
    if (!t.few_weights) return columns;
    const int rows = (t.rows - 1) * t.stride + 3 + t.rows;
    const int tiles = 16 * 1024 / 4 / (rows * t.stride * t.columns * channels);
    return tiles > 1 ? tiles * t.columns : t.columns;
}

} // namespace ctnn::detail

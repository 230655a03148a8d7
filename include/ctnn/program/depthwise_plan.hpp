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
};

struct depthwise_plan {
    depthwise_tile_shape tile;
    std::size_t scratch = 0; ///< elements: rows of x between zeros

    constexpr bool works() const { return tile.rows > 0; }
};

constexpr depthwise_plan plan_depthwise(const ops::op& o, const extents& x, const hardware& h) {
    const ops::detail::sliding s(o.attr.win, x, o.out);
    depthwise_plan p;
    const int c = x.last(), columns = s.out[2], stride = s.stride[1];
    if (o.attr.win.rank != 2 || s.size[1] != 3 || s.size[2] != 3 || s.dilation[1] != 1 || s.dilation[2] != 1) return p;
    if (s.stride[2] != stride || stride > 2 || c != o.out.last() || c == 1) return p;
    const bool many = h.registers > 16;
    p.tile.stride = stride;
    if (c < h.lanes) {
        const int most = columns * c / h.lanes; // vectors of a row
        if (h.lanes % c != 0 || stride != 1 || most == 0) return p;
        p.tile.spans = true;
        p.tile.columns = most < 3 ? most : many ? 3 : 2;
        p.tile.rows = many ? 4 : 2;
        if (p.tile.rows > s.out[1]) p.tile.rows = s.out[1];
        p.scratch = std::size_t(p.tile.rows + 2) * std::size_t(columns + 2) * std::size_t(c);
        return p;
    }
    // of the columns that a tile reads only the first and the last may be padding
    if (s.before[2] > 1 || (columns - 1) * stride + 3 - s.before[2] - s.in[2] > 1) return p;
    // nine weights, an input and the sums
    const int most = many ? 15 : 4, wide = many ? 6 : 4;
    const int parts = (columns + wide - 1) / wide;
    p.tile.columns = (columns + parts - 1) / parts;
    p.tile.rows = most / p.tile.columns;
    if (p.tile.rows > s.out[1]) p.tile.rows = s.out[1];
    return p;
}

} // namespace ctnn::detail

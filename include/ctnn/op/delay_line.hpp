/// y (taps, ...) = x at the time steps (taps - 1) dilation, ..., dilation, 0 before this one; zeros where the sequence
/// had not begun. Of the programs for one time step alone, see program/stream.hpp: whoever runs them keeps what has
/// been.
#pragma once
#include "op.hpp"

namespace ctnn::ops {

/// The operation for x (1, ...) of the given shape: a pass makes it, `in` is the value that it reads.
constexpr op delay_line(int in, const extents& x, int taps, int dilation) {
    op o = op_of(op_kind::delay_line);
    o.operands = 1, o.in[0] = in;
    o.attr.win = unit_window(1);
    o.attr.win.size[0] = taps, o.attr.win.dilation[0] = dilation;
    o.out = x.with(0, taps);
    return o;
}

} // namespace ctnn::ops

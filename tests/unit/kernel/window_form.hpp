// Windows that slide over one to three axes, for tests of what slides them.
#pragma once
#include <ctnn/op/op.hpp>
#include <ctnn/shape/window.hpp>

namespace ctnn::test {

/// A window of rank 1 to 3: x (space), window; the same padding along all axes.
struct window_form {
    int rank;
    int x[3], size[3], stride[3], dilation[3];
    padding_kind padding;
    int groups = 1;

    constexpr ops::window window() const {
        ops::window w = ops::unit_window(rank);
        for (int d = 0; d < rank; ++d) {
            w.size[d] = size[d], w.stride[d] = stride[d], w.dilation[d] = dilation[d];
            w.before[d] = detail::window_before(x[d], size[d], stride[d], dilation[d], padding);
        }
        return w;
    }
    constexpr extents in(int c) const {
        extents e = {};
        for (int d = 0; d < rank; ++d) e = e.append(x[d]);
        return e.append(c);
    }
    constexpr extents out(int f) const {
        extents e = {};
        for (int d = 0; d < rank; ++d)
            e = e.append(detail::window_output(x[d], size[d], stride[d], dilation[d], padding));
        return e.append(f);
    }
    constexpr extents taps() const {
        extents e = {};
        for (int d = 0; d < rank; ++d) e = e.append(size[d]);
        return e;
    }
    constexpr extents weights(int c, int f) const { return taps().append(c / groups).append(f); }
};

} // namespace ctnn::test

/// A window that slides over up to three spatial axes, as the scalar definitions of conv, depthwise and pool see it.
#pragma once
#include "op.hpp"

namespace ctnn::ops::detail {

/// Three axes whatever their number: missing ones are in front and have extent 1. `in` is what the window moves over,
/// `out` where it stops; both shapes end in their channels.
struct sliding {
    int in[3] = {1, 1, 1}, out[3] = {1, 1, 1}, size[3] = {1, 1, 1}, stride[3] = {1, 1, 1}, dilation[3] = {1, 1, 1},
        before[3] = {};

    template<unsigned Options = compiled_for>
    constexpr sliding(const window& w, const extents& x, const extents& y) {
        for (int i = 0; i < w.rank; ++i) {
            const int d = 3 - w.rank + i;
            in[d] = x[i], out[d] = y[i], size[d] = w.size[i], stride[d] = w.stride[i], dilation[d] = w.dilation[i],
            before[d] = w.before[i];
        }
    }

    /// f(position, tap) for every tap at stop `o` (a position of `out`) that lies on an element of `in`.
    template<class F>
    constexpr void taps(int o, const F& f) const {
        const int z0 = o / (out[1] * out[2]) * stride[0] - before[0], y0 = o / out[2] % out[1] * stride[1] - before[1],
                  x0 = o % out[2] * stride[2] - before[2];
        for (int k = 0; k < size[0]; ++k) {
            const int z = z0 + k * dilation[0];
            if (z < 0 || z >= in[0]) continue;
            for (int j = 0; j < size[1]; ++j) {
                const int y = y0 + j * dilation[1];
                if (y < 0 || y >= in[1]) continue;
                for (int i = 0; i < size[2]; ++i) {
                    const int x = x0 + i * dilation[2];
                    if (x >= 0 && x < in[2]) f((z * in[1] + y) * in[2] + x, (k * size[1] + j) * size[2] + i);
                }
            }
        }
    }
    constexpr int stops() const { return out[0] * out[1] * out[2]; }
};

} // namespace ctnn::ops::detail

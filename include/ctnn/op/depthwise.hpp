/// y (space..., c m): every channel of x (space..., c) with its own m kernels of w (taps..., c, m)
#pragma once
#include "builder.hpp"
#include "operation.hpp"
#include "sliding.hpp"

namespace ctnn::ops {

/// A convolution that never mixes channels; channel c with kernel j makes channel c m + j. `space`: extents of the
/// result, channels not included.
constexpr value depthwise(const value& x, const value& w, const window& win, const extents& space) {
    attributes a = {};
    a.win = win;
    return detail::emit(op_kind::depthwise, space.append(x.shape().last() * w.shape().last()), a, x, w);
}

template<>
struct operation<op_kind::depthwise> {
    template<class T>
    static constexpr void evaluate(const op& o, const extents* in, const T* const* x, T* y) {
        const detail::sliding s(o.attr.win, in[0], o.out);
        const int c = in[0].last(), m = in[1].last(), f = c * m;
        for (int at = 0, stops = s.stops(); at < stops; ++at) {
            T* out = y + at * f;
            for (int j = 0; j < f; ++j) out[j] = 0;
            s.taps(at, [&](int from, int tap) {
                const T *a = x[0] + from * c, *w = x[1] + tap * f;
                if (m == 1)
                    for (int i = 0; i < c; ++i) out[i] += a[i] * w[i];
                else
                    for (int i = 0; i < f; ++i) out[i] += a[i / m] * w[i];
            });
        }
    }
};

} // namespace ctnn::ops

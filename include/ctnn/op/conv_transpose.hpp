/// y[i stride + tap dilation - before] += x[i] . w[tap]: what a convolution's gradient does to its input
#pragma once
#include "builder.hpp"
#include "operation.hpp"
#include "sliding.hpp"

namespace ctnn::ops {

/// A transposed convolution. x (space..., c), w (taps..., f, c) -> (space..., f); the window's `before` is what the
/// result drops in front, `space` its extents without the channels.
constexpr value conv_transpose(const value& x, const value& w, const window& win, const extents& space) {
    attributes a = {};
    a.win = win;
    return detail::emit(op_kind::conv_transpose, space.append(w.shape()[w.shape().rank - 2]), a, x, w);
}

template<>
struct operation<op_kind::conv_transpose> {
    template<class T>
    static constexpr void evaluate(const op& o, const extents* in, const T* const* x, T* y) {
        const detail::sliding s(o.attr.win, o.out, in[0]); // the window slides over the result
        const int c = in[0].last(), f = o.out.last(), n = int(o.out.size());
        for (int i = 0; i < n; ++i) y[i] = 0;
        for (int at = 0, stops = s.stops(); at < stops; ++at) {
            const T* a = x[0] + at * c;
            s.taps(at, [&](int to, int tap) {
                const T* w = x[1] + tap * f * c;
                T* out = y + to * f;
                for (int j = 0; j < f; ++j, w += c) {
                    T sum = 0;
                    for (int i = 0; i < c; ++i) sum += a[i] * w[i];
                    out[j] += sum;
                }
            });
        }
    }
};

} // namespace ctnn::ops

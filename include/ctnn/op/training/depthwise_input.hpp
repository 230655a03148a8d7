/// dx of a depthwise convolution
#pragma once
#include "../builder.hpp"
#include "../operation.hpp"
#include "../sliding.hpp"

namespace ctnn::ops {

/// dy (space..., c m), w (taps..., c, m) -> `x` (space..., c), the shape of what the window slid over.
constexpr value depthwise_input(const value& dy, const value& w, const window& win, const extents& x) {
    attributes a = {};
    a.win = win;
    return detail::emit(op_kind::depthwise_input, x, a, dy, w);
}

template<>
struct operation<op_kind::depthwise_input> {
    template<class T>
    static constexpr void evaluate(const op& o, const extents* in, const T* const* x, T* dx) {
        const detail::sliding s(o.attr.win, o.out, in[0]);
        const int c = o.out.last(), m = in[1].last(), f = c * m, n = int(o.out.size());
        for (int i = 0; i < n; ++i) dx[i] = 0;
        for (int at = 0, stops = s.stops(); at < stops; ++at)
            s.taps(at, [&](int from, int tap) {
                const T *dy = x[0] + at * f, *w = x[1] + tap * f;
                T* to = dx + from * c;
                for (int i = 0; i < f; ++i) to[i / m] += dy[i] * w[i];
            });
    }
};

} // namespace ctnn::ops

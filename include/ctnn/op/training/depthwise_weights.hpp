/// dw of a depthwise convolution
#pragma once
#include "../builder.hpp"
#include "../operation.hpp"
#include "../sliding.hpp"

namespace ctnn::ops {

/// x (space..., c), dy (space..., c m) -> `w` (taps..., c, m); `across`: over the stops of all runs.
constexpr value depthwise_weights(const value& x, const value& dy, const window& win, const extents& w, bool across) {
    attributes a = {};
    a.win = win;
    return across ? detail::emit_across(op_kind::depthwise_weights, w, a, x, dy)
                  : detail::emit(op_kind::depthwise_weights, w, a, x, dy);
}

template<>
struct operation<op_kind::depthwise_weights> {
    template<class T>
    static constexpr void evaluate(const op& o, const extents* in, const T* const* x, T* dw) {
        const detail::sliding s(o.attr.win, in[0], in[1]);
        const int c = in[0].last(), m = o.out.last(), f = c * m, n = int(o.out.size());
        for (int i = 0; i < n; ++i) dw[i] = 0;
        for (int at = 0, stops = s.stops(); at < stops; ++at)
            s.taps(at, [&](int from, int tap) {
                const T *a = x[0] + from * c, *dy = x[1] + at * f;
                T* to = dw + tap * f;
                for (int i = 0; i < f; ++i) to[i] += a[i / m] * dy[i];
            });
    }
};

} // namespace ctnn::ops

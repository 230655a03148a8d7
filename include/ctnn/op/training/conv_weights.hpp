/// dw of a convolution: for every tap the product of what it read and of what came of it, over all stops
#pragma once
#include "../builder.hpp"
#include "../operation.hpp"
#include "../sliding.hpp"

namespace ctnn::ops {

/// x (space..., c), dy (space..., f) -> `w` (taps..., c / groups, f); `across`: over the stops of all runs.
constexpr value conv_weights(const value& x, const value& dy, const window& win, const extents& w, int groups,
                             bool across) {
    attributes a = {};
    a.win = win;
    a.groups = groups;
    return across ? detail::emit_across(op_kind::conv_weights, w, a, x, dy)
                  : detail::emit(op_kind::conv_weights, w, a, x, dy);
}

template<>
struct operation<op_kind::conv_weights> {
    template<class T>
    static constexpr void evaluate(const op& o, const extents* in, const T* const* x, T* dw) {
        const detail::sliding s(o.attr.win, in[0], in[1]);
        const int channels = in[0].last(), c = o.out[o.out.rank - 2], f = o.out.last(), each = f / o.attr.groups;
        const int n = int(o.out.size());
        for (int i = 0; i < n; ++i) dw[i] = 0;
        for (int at = 0, stops = s.stops(); at < stops; ++at)
            s.taps(at, [&](int from, int tap) {
                const T* a = x[0] + from * channels;
                for (int g = 0; g < o.attr.groups; ++g) {
                    const T* dy = x[1] + at * f + g * each;
                    T* to = dw + tap * c * f + g * each;
                    for (int i = 0; i < c; ++i, ++a, to += f)
                        for (int j = 0; j < each; ++j) to[j] += *a * dy[j];
                }
            });
    }
};

} // namespace ctnn::ops

/// dx of a convolution: every tap brings dy back to where it read x
#pragma once
#include "../builder.hpp"
#include "../operation.hpp"
#include "../sliding.hpp"

namespace ctnn::ops {

/// dy (space..., f), w (taps..., c / groups, f) -> `x` (space..., c), the shape of what the window slid over.
constexpr value conv_input(const value& dy, const value& w, const window& win, const extents& x, int groups = 1) {
    attributes a = {};
    a.win = win;
    a.groups = groups;
    return detail::emit(op_kind::conv_input, x, a, dy, w);
}

template<>
struct operation<op_kind::conv_input> {
    template<class T>
    static constexpr void evaluate(const op& o, const extents* in, const T* const* x, T* dx) {
        const detail::sliding s(o.attr.win, o.out, in[0]);
        const int channels = o.out.last(), c = in[1][in[1].rank - 2], f = in[1].last(), each = f / o.attr.groups;
        const int n = int(o.out.size());
        for (int i = 0; i < n; ++i) dx[i] = 0;
        for (int at = 0, stops = s.stops(); at < stops; ++at)
            s.taps(at, [&](int from, int tap) {
                T* to = dx + from * channels;
                for (int g = 0; g < o.attr.groups; ++g) {
                    const T *dy = x[0] + at * f + g * each, *w = x[1] + tap * c * f + g * each;
                    for (int i = 0; i < c; ++i, ++to, w += f) {
                        T sum = 0;
                        for (int j = 0; j < each; ++j) sum += dy[j] * w[j];
                        *to += sum;
                    }
                }
            });
    }
};

} // namespace ctnn::ops

/// y (space..., f) = sum over taps and channels of x (space..., c) and w (taps..., c / groups, f): no kernel is flipped
#pragma once
#include "builder.hpp"
#include "operation.hpp"
#include "sliding.hpp"

namespace ctnn::ops {

/// A convolution over the window's one to three axes. Group g reads channels [g c / groups, ...) and makes filters
/// [g f / groups, ...). `space`: extents of the result, channels not included.
constexpr value conv(const value& x, const value& w, const window& win, const extents& space, int groups = 1) {
    attributes a = {};
    a.win = win;
    a.groups = groups;
    return detail::emit(op_kind::conv, space.append(w.shape().last()), a, x, w);
}

template<>
struct operation<op_kind::conv> {
    template<class T>
    static constexpr void evaluate(const op& o, const extents* in, const T* const* x, T* y) {
        const detail::sliding s(o.attr.win, in[0], o.out);
        const int channels = in[0].last(), c = in[1][in[1].rank - 2], f = in[1].last(), each = f / o.attr.groups;
        for (int at = 0, stops = s.stops(); at < stops; ++at) {
            T* out = y + at * f;
            for (int j = 0; j < f; ++j) out[j] = 0;
            s.taps(at, [&](int from, int tap) {
                const T *a = x[0] + from * channels, *w = x[1] + tap * c * f;
                for (int first = 0; first < f; first += each, w -= c * f - each)
                    for (int i = 0; i < c; ++i, ++a, w += f)
                        for (int j = 0; j < each; ++j) out[first + j] += *a * w[j];
            });
        }
    }
};

} // namespace ctnn::ops

/// dx of pool. A maximum's gradient goes to the first element of the window that is the maximum, a mean's in equal
/// parts to the elements that are there, as TensorFlow has it.
#pragma once
#include "../builder.hpp"
#include "../operation.hpp"
#include "../sliding.hpp"

namespace ctnn::ops {

/// x (space..., c), y = pool(x) and dy -> dx. A mean needs dy alone.
constexpr value pool_gradient(pool_kind kind, const value& dy, const value& x, const value& y, const window& win) {
    attributes a = {};
    a.variant = int(kind);
    a.win = win;
    return kind == pool_kind::mean ? detail::emit(op_kind::pool_gradient, x.shape(), a, dy)
                                   : detail::emit(op_kind::pool_gradient, x.shape(), a, dy, x, y);
}

namespace detail {

/// Whether no element is in two stops of the window, which are two by two.
constexpr bool stops_are_pairs(const sliding& s) {
    bool pairs = s.in[0] == 1 && s.size[0] == 1;
    for (int d = 1; d < 3; ++d)
        pairs &=
            s.size[d] == 2 && s.stride[d] == 2 && s.dilation[d] == 1 && s.before[d] == 0 && 2 * s.out[d] <= s.in[d];
    return pairs;
}

} // namespace detail

template<>
struct operation<op_kind::pool_gradient> {
    template<class T>
    static constexpr void evaluate(const op& o, const extents* in, const T* const* x, T* dx) {
        const detail::sliding s(o.attr.win, o.out, in[0]);
        const int c = o.out.last(), n = int(o.out.size());
        for (int i = 0; i < n; ++i) dx[i] = 0;
        for (int at = 0, stops = s.stops(); at < stops; ++at) {
            const T* const dy = x[0] + at * c;
            if (pool_kind(o.attr.variant) == pool_kind::mean) {
                int count = 0;
                s.taps(at, [&](int, int) { ++count; });
                s.taps(at, [&](int to, int) {
                    for (int i = 0; i < c; ++i) dx[to * c + i] += dy[i] / T(count);
                });
            } else
                for (int i = 0; i < c; ++i) {
                    const T most = x[2][at * c + i];
                    bool found = false;
                    s.taps(at, [&](int to, int) {
                        if (found || x[1][to * c + i] != most) return;
                        dx[to * c + i] += dy[i];
                        found = true;
                    });
                }
        }
    }
};

} // namespace ctnn::ops

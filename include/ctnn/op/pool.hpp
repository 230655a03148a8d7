/// y = the maximum or the mean of a window of x, channel by channel; padding counts for neither
#pragma once
#include "builder.hpp"
#include "math.hpp"
#include "operation.hpp"
#include "sliding.hpp"

namespace ctnn::ops {

/// Pooling over the window's one to three axes. x (space..., c) -> (space..., c). A mean divides by the number of
/// elements that are really there. `space`: extents of the result, channels not included.
constexpr value pool(pool_kind kind, const value& x, const window& win, const extents& space) {
    attributes a = {};
    a.variant = int(kind);
    a.win = win;
    return detail::emit(op_kind::pool, space.append(x.shape().last()), a, x);
}

template<>
struct operation<op_kind::pool> {
    template<class T>
    static constexpr void evaluate(const op& o, const extents* in, const T* const* x, T* y) {
        const detail::sliding s(o.attr.win, in[0], o.out);
        const int c = o.out.last();
        const bool mean = pool_kind(o.attr.variant) == pool_kind::mean;
        for (int at = 0, stops = s.stops(); at < stops; ++at) {
            T* out = y + at * c;
            int count = 0;
            s.taps(at, [&](int from, int) {
                const T* a = x[0] + from * c;
                if (count++ == 0)
                    for (int i = 0; i < c; ++i) out[i] = a[i];
                else if (mean)
                    for (int i = 0; i < c; ++i) out[i] += a[i];
                else
                    for (int i = 0; i < c; ++i)
                        if (a[i] > out[i] || math::is_nan(a[i])) out[i] = a[i];
            });
            // a window that lies outside of x altogether: the maximum and the mean of nothing
            if (count == 0)
                for (int i = 0; i < c; ++i) out[i] = mean ? T(0) : -math::infinity<T>;
            else if (mean)
                for (int i = 0; i < c; ++i) out[i] /= T(count);
        }
    }
};

} // namespace ctnn::ops

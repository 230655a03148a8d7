/// dx of resample: every element of dy goes back to those that made it, by their weights
#pragma once
#include "../resample.hpp"

namespace ctnn::ops {

/// dy -> dx with the extent n along `axis`.
constexpr value resample_gradient(resample_kind kind, const value& dy, int axis, int n) {
    attributes a = {};
    a.variant = int(kind);
    a.axis = axis;
    return detail::emit(op_kind::resample_gradient, dy.shape().with(axis, n), a, dy);
}

template<>
struct operation<op_kind::resample_gradient> {
    template<class T>
    static constexpr void evaluate(const op& o, const extents* in, const T* const* x, T* dx) {
        const int axis = o.attr.axis, n = o.out[axis], m = in[0][axis], all = int(o.out.size());
        const int outer = int(o.out.product(0, axis)), inner = int(o.out.product(axis + 1, o.out.rank));
        for (int i = 0; i < all; ++i) dx[i] = 0;
        for (int j = 0; j < m; ++j) {
            const detail::resample_taps taps(resample_kind(o.attr.variant), n, m, j);
            for (int a = 0; a < outer; ++a)
                for (int k = 0; k < taps.count; ++k) {
                    const T weight = T(taps.weight[k]), *dy = x[0] + (a * m + j) * inner;
                    T* const to = dx + (a * n + taps.first + k) * inner;
                    for (int i = 0; i < inner; ++i) to[i] += weight * dy[i];
                }
        }
    }
};

} // namespace ctnn::ops

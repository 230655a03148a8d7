/// y (..., n) = x (..., k) . w (k, n). attr.variant: an input_kind.
#pragma once
#include "operation.hpp"
#include "permute.hpp"
#include "reshape.hpp"

namespace ctnn::ops {

/// What is known of x: whether it pays to look for zeros in it. A kernel need not read weights that meet one.
enum class input_kind : unsigned char { dense, sparse };

/// The product over x's last and w's first axis. x (..., k), w (k, n) -> (..., n).
constexpr value matmul(const value& x, const value& w) {
    return detail::emit(op_kind::matmul, x.shape().with_last(w.shape()[1]), {}, x, w);
}

namespace detail {

/// (..., n) as (rows, n); `together`: the rows of all runs in one.
constexpr value as_rows(const value& x, bool together) {
    const value all = together && x.times() > 1 ? stack(x, x.times()) : x;
    const int n = all.shape().last();
    return reshape(all, {int(all.shape().size()) / (n ? n : 1), n});
}

} // namespace detail

template<>
struct operation<op_kind::matmul> {
    template<class T>
    static constexpr void evaluate(const op& o, const extents* in, const T* const* x, T* y) {
        const int k = in[0].last(), n = o.out.last(), rows = int(o.out.size()) / n, panel = o.attr.panel;
        for (int r = 0; r < rows; ++r)
            for (int j = 0; j < n; ++j) {
                T sum = 0;
                const T *a = x[0] + r * k, *b = x[1] + j;
                int step = n;
                if (panel) { // see pack
                    const int begin = j / panel * panel, left = int(in[1].size()) / k - begin;
                    b += begin * (k - 1), step = left < panel ? left : panel;
                }
                for (int i = 0; i < k; ++i) sum += a[i] * b[i * step];
                y[r * n + j] = sum;
            }
    }
    /// dx = dy . w^T; dw = x^T . dy, summed over all rows and, when w is the same for all, over all runs.
    static constexpr void gradient(const op& o, const value* x, const value&, const value& dy, value* dx) {
        const value &a = x[0], &w = x[1];
        dx[0] = matmul(dy, permute(w, {1, 0}));
        const bool together = o.times > 1 && w.times() == 1;
        dx[1] = matmul(permute(detail::as_rows(a, together), {1, 0}), detail::as_rows(dy, together));
    }
};

} // namespace ctnn::ops

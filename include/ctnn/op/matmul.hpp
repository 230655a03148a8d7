/// y (..., n) = x (..., k) . w (k, n)
#pragma once
#include "builder.hpp"
#include "operation.hpp"

namespace ctnn::ops {

/// The product over x's last and w's first axis. x (..., k), w (k, n) -> (..., n).
constexpr value matmul(const value& x, const value& w) {
    return detail::emit(op_kind::matmul, x.shape().with_last(w.shape()[1]), {}, x, w);
}

template<>
struct operation<op_kind::matmul> {
    template<class T>
    static constexpr void evaluate(const op& o, const extents* in, const T* const* x, T* y) {
        const int k = in[1][0], n = in[1][1], rows = int(o.out.size()) / n;
        const T* w = x[1];
        for (int r = 0; r < rows; ++r)
            for (int j = 0; j < n; ++j) {
                T sum = 0;
                const T *a = x[0] + r * k, *b = w + j;
                for (int i = 0; i < k; ++i) sum += a[i] * b[i * n];
                y[r * n + j] = sum;
            }
    }
};

} // namespace ctnn::ops

/// dx (..., k) = dy (..., n) . w^T, w (k, n)
#pragma once
#include "../builder.hpp"
#include "../operation.hpp"

namespace ctnn::ops {

/// dy (..., n), w (k, n) -> (..., k).
constexpr value matmul_input(const value& dy, const value& w) {
    return detail::emit(op_kind::matmul_input, dy.shape().with_last(w.shape()[0]), {}, dy, w);
}

template<>
struct operation<op_kind::matmul_input> {
    template<class T>
    static constexpr void evaluate(const op& o, const extents* in, const T* const* x, T* y) {
        const int n = in[0].last(), k = o.out.last(), rows = int(o.out.size()) / k;
        for (int r = 0; r < rows; ++r)
            for (int i = 0; i < k; ++i) {
                T sum = 0;
                for (int j = 0; j < n; ++j) sum += x[0][r * n + j] * x[1][i * n + j];
                y[r * k + i] = sum;
            }
    }
};

} // namespace ctnn::ops

/// dw (k, n) = x^T . dy, x (..., k), dy (..., n), over all rows
#pragma once
#include "../builder.hpp"
#include "../operation.hpp"

namespace ctnn::ops {

/// x (..., k), dy (..., n) -> (k, n); `across`: over the rows of all runs.
constexpr value matmul_weights(const value& x, const value& dy, bool across) {
    const extents out(x.shape().last(), dy.shape().last());
    return across ? detail::emit_across(op_kind::matmul_weights, out, {}, x, dy)
                  : detail::emit(op_kind::matmul_weights, out, {}, x, dy);
}

template<>
struct operation<op_kind::matmul_weights> {
    template<class T>
    static constexpr void evaluate(const op& o, const extents* in, const T* const* x, T* y) {
        const int k = o.out[0], n = o.out[1], rows = k ? int(in[0].size()) / k : 0;
        for (int i = 0; i < k * n; ++i) y[i] = 0;
        for (int r = 0; r < rows; ++r)
            for (int i = 0; i < k; ++i)
                for (int j = 0; j < n; ++j) y[i * n + j] += x[0][r * k + i] * x[1][r * n + j];
    }
};

} // namespace ctnn::ops

/// y (..., n) = x (..., k) . w (k, n). attr.variant: an input_kind.
#pragma once
#include "builder.hpp"
#include "operation.hpp"
#include "row_pairs.hpp"

namespace ctnn::ops {

/// What is known of x: whether it pays to look for zeros in it. A kernel need not read weights that meet one.
enum class input_kind : unsigned char { dense, sparse };

/// The product over x's last and w's first axis. x (..., k), w (k, n) -> (..., n).
constexpr value matmul(const value& x, const value& w) {
    return detail::emit(op_kind::matmul, x.shape().with_last(w.shape()[1]), {}, x, w);
}

template<>
struct operation<op_kind::matmul> {
    template<class T>
    static constexpr void evaluate(const op& o, const extents* in, const T* const* x, T* y) {
        const int k = in[0].last(), n = o.out.last(), rows = int(o.out.size()) / n, panel = o.attr.panel;
        if (o.attr.bf16) return evaluate_bf16(o, in, x, y);
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
    template<class T>
    static constexpr void evaluate_bf16(const op& o, const extents* in, const T* const* x, T* y) {
        const int k = in[0].last(), n = o.out.last(), rows = int(o.out.size()) / n, panel = o.attr.panel;
        const int pairs = (k + 1) / 2;
        for (int j = 0; j < n; ++j) {
            const int begin = j / panel * panel, left = int(in[1].size()) / pairs - begin;
            const T* w = x[1] + begin * pairs + (j - begin);
            const int step = left < panel ? left : panel;
            for (int r = 0; r < rows; ++r) {
                T sum = 0;
                for (int i = 0; i < k; ++i) sum += x[0][r * k + i] * part_of_word(w[i / 2 * step], word_part(i % 2));
                y[r * n + j] = sum;
            }
        }
    }
};

} // namespace ctnn::ops

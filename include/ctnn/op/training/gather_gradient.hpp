/// The gradient of a table whose rows were gathered: every row gets the sum of the gradients of its copies
#pragma once
#include "../builder.hpp"
#include "../math.hpp"
#include "../operation.hpp"

namespace ctnn::ops {

/// numbers (...), dy (..., m) -> `table` (n, m); `across`: over those of all runs. What has no row gives nothing.
constexpr value gather_gradient(const value& numbers, const value& dy, const extents& table, bool across) {
    return across ? detail::emit_across(op_kind::gather_gradient, table, {}, numbers, dy)
                  : detail::emit(op_kind::gather_gradient, table, {}, numbers, dy);
}

template<>
struct operation<op_kind::gather_gradient> {
    template<class T>
    static constexpr void evaluate(const op& o, const extents* in, const T* const* x, T* y) {
        const int n = o.out[0], m = o.out[1], count = int(in[0].size());
        for (int i = 0; i < n * m; ++i) y[i] = 0;
        add(n, m, count, x[0], x[1], y);
    }
    template<class T>
    static constexpr void evaluate_across(const op& o, const extents* in, const int* each, int runs, const T* const* x,
                                          T* y) {
        const int n = o.out[0], m = o.out[1], count = int(in[0].size());
        for (int i = 0; i < n * m; ++i) y[i] = 0;
        for (int r = 0; r < runs; ++r) add(n, m, count, x[0] + r * each[0], x[1] + r * each[1], y);
    }

private:
    template<class T>
    static constexpr void add(int n, int m, int count, const T* numbers, const T* dy, T* y) {
        for (int i = 0; i < count; ++i, dy += m) {
            const T number = numbers[i];
            if (math::is_nan(number) || !(number > T(-1) && number < T(n))) continue;
            T* const row = y + int(number) * m;
            for (int k = 0; k < m; ++k) row[k] += dy[k];
        }
    }
};

} // namespace ctnn::ops

/// y (..., m) = the rows of a table (n, m) that x (...) numbers
#pragma once
#include "builder.hpp"
#include "math.hpp"
#include "operation.hpp"

namespace ctnn::ops {

/// Rows of `table` by number. The numbers come as floats and are truncated towards zero, as Keras casts them. There is no
/// row for a number outside [0, n): it gives NaN, for a wrong row would go unnoticed.
constexpr value gather(const value& numbers, const value& table) {
    return detail::emit(op_kind::gather, numbers.shape().append(table.shape()[1]), {}, numbers, table);
}

template<>
struct operation<op_kind::gather> {
    template<class T>
    static constexpr void evaluate(const op& o, const extents* in, const T* const* x, T* y) {
        const int n = in[1][0], m = in[1][1], count = int(o.out.size()) / m;
        for (int i = 0; i < count; ++i, y += m) {
            const T number = x[0][i];
            if (!math::is_nan(number) && number > T(-1) && number < T(n)) {
                const T* row = x[1] + int(number) * m;
                for (int k = 0; k < m; ++k) y[k] = row[k];
            } else
                for (int k = 0; k < m; ++k) y[k] = math::nan<T>;
        }
    }
};

} // namespace ctnn::ops

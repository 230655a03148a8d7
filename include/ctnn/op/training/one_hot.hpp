/// y (..., n) = 1 where the last index is the number that x (...) holds, elsewhere 0
#pragma once
#include "../builder.hpp"
#include "../math.hpp"
#include "../operation.hpp"

namespace ctnn::ops {

/// Numbers come as floats and are truncated towards zero, as Keras casts them. One outside [0, n) gives zeros.
constexpr value one_hot(const value& numbers, int n) {
    return detail::emit(op_kind::one_hot, numbers.shape().append(n), {}, numbers);
}

template<>
struct operation<op_kind::one_hot> {
    template<class T>
    static constexpr void evaluate(const op& o, const extents*, const T* const* x, T* y) {
        const int n = o.out.last(), count = int(o.out.size()) / (n ? n : 1);
        for (int i = 0; i < count; ++i, y += n) {
            for (int k = 0; k < n; ++k) y[k] = 0;
            if (const T number = x[0][i]; !math::is_nan(number) && number > T(-1) && number < T(n)) y[int(number)] = 1;
        }
    }
};

} // namespace ctnn::ops

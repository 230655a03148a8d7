/// y (...) = sum(t (log(sum(e^x)) - x)) over the last axis: what softmax(x) misses of a distribution t.
#pragma once
#include "../builder.hpp"
#include "../math.hpp"
#include "../operation.hpp"

namespace ctnn::ops {

/// targets and logits (..., n) -> (...).
constexpr value crossentropy(const value& targets, const value& logits) {
    return detail::emit(op_kind::crossentropy, logits.shape().without(logits.shape().rank - 1), {}, targets, logits);
}

template<>
struct operation<op_kind::crossentropy> {
    template<class T>
    static constexpr void evaluate(const op& o, const extents* in, const T* const* x, T* y) {
        const int n = in[1].last(), rows = int(o.out.size());
        for (int r = 0; r < rows; ++r) {
            const T *t = x[0] + r * n, *a = x[1] + r * n;
            double largest = double(a[0]), sum = 0, missed = 0;
            for (int i = 1; i < n; ++i)
                if (double(a[i]) > largest || math::is_nan(a[i])) largest = double(a[i]);
            for (int i = 0; i < n; ++i) sum += math::exp(double(a[i]) - largest);
            const double shift = math::log(sum);
            for (int i = 0; i < n; ++i) // (0 times infinity: a class that is not wanted may be impossible)
                if (t[i] != T(0)) missed += double(t[i]) * (shift - (double(a[i]) - largest));
            y[r] = T(missed);
        }
    }
};

} // namespace ctnn::ops

/// dx of a maximum over some axes: dy, in equal parts where x has the maximum, as TensorFlow has it
#pragma once
#include "../builder.hpp"
#include "../group.hpp"
#include "../operation.hpp"

namespace ctnn::ops {

/// x (...) and y, its maximum over the axes whose bits are set in `axes`; dy as y.
constexpr value reduce_gradient(const value& dy, const value& x, const value& y, unsigned axes) {
    attributes a = {};
    a.variant = int(reduce_kind::maximum);
    a.axes = axes;
    return detail::emit(op_kind::reduce_gradient, x.shape(), a, dy, x, y);
}

template<>
struct operation<op_kind::reduce_gradient> {
    template<class T>
    static constexpr void evaluate(const op& o, const extents* in, const T* const* x, T* dx) {
        const detail::offsets group(in[1], o.attr.axes), first(in[1], ~o.attr.axes);
        for (int g = 0; g < first.n; ++g) {
            const T *a = x[1] + first.at[g], most = x[2][g];
            int count = 0;
            for (int i = 0; i < group.n; ++i) count += a[group.at[i]] == most;
            for (int i = 0; i < group.n; ++i)
                dx[first.at[g] + group.at[i]] = a[group.at[i]] == most ? x[0][g] / T(count) : T(0);
        }
    }
};

} // namespace ctnn::ops

/// y = x with axes stretched: the gradient of a sum
#pragma once
#include "../builder.hpp"
#include "../operation.hpp"

namespace ctnn::ops {

/// x has the extents of `like` on the axes whose bits are not set in `axes`, and nothing or 1 on the others. The result
/// has the shape and the runs of `like`.
constexpr value broadcast_to(const value& x, const value& like, unsigned axes) {
    if (x.shape() == like.shape() && x.moves_with(like)) return x;
    op o = op_of(op_kind::broadcast);
    o.attr.axes = axes;
    o.operands = 1, o.in[0] = x.index;
    o.out = like.shape();
    o.each_sample = like.op().each_sample, o.times = like.times();
    return x.to->emit(o);
}

template<>
struct operation<op_kind::broadcast> {
    template<class T>
    static constexpr void evaluate(const op& o, const extents*, const T* const* x, T* y) {
        const int n = int(o.out.size());
        int step[max_rank] = {}, at[max_rank] = {}, from = 0;
        for (int d = o.out.rank, size = 1; d-- > 0;)
            if (!(o.attr.axes >> d & 1)) step[d] = size, size *= o.out[d];
        for (int i = 0; i < n; ++i) {
            y[i] = x[0][from];
            for (int d = o.out.rank; d-- > 0;) {
                from += step[d];
                if (++at[d] < o.out[d]) break;
                from -= at[d] * step[d], at[d] = 0;
            }
        }
    }
};

} // namespace ctnn::ops

/// Sums of a batch: y = the sum over all runs, and over some of the axes of each (gradients of biases, totals of
/// losses)
#pragma once
#include "../shape/inline.hpp"
#include "across.hpp"
#include "reduce.hpp"

namespace ctnn {
namespace detail {

/// The runs are one more axis in front, of an extent that is not known before. Threads share the columns of what is
/// rows and columns then; all else is a single one's.
template<class Target, class Team>
[[gnu::noinline]] void reduce_across(const float* x, float* y, const extents& e, unsigned axes, int runs, int each,
                                     float scale, const Team& t) {
    box_builder<2> b;
    b.push(runs, {each, 0});
    int step[max_rank] = {}, n = 1;
    for (int i = e.rank; i-- > 0;)
        if (!(axes >> i & 1)) step[i] = n, n *= e[i];
    for (int i = 0; i < e.rank; ++i) b.push(e[i], {int(e.product(i + 1, e.rank)), step[i]});
    b.merge();
    const bool stays = b.axis[b.rank - 1].step[1] != 0;
    if (stays && b.rank == 2 && b.axis[0].step[1] == 0) {
        const part_of_all own = t.part(n, simd::batch<Target>::size);
        x += own.first, y += own.first;
        n = b.axis[1].n = int(own.end - own.first);
        if (n == 0) return;
    } else if (t.index > 0)
        return;
    bool again = false;
    for (int i = 0; i < b.rank - (stays ? 2 : 1); ++i) again |= b.axis[i].step[1] == 0;
    (stays ? reduce_box<Target, running_sum, true>
           : reduce_box<Target, running_sum, false>)(x, y, b.axis, b.rank, again, std::size_t(n), scale);
}

} // namespace detail

template<>
struct across_kernel<ops::op_kind::reduce> {
    template<class D, class Target, class Team = alone>
    CTNN_INLINE static void run(const float* const* x, float* y, int runs, const Team& t = {}) {
        constexpr const descriptor& d = D::value;
        constexpr auto kind = ops::reduce_kind(d.op.attr.variant);
        constexpr float scale = kind == ops::reduce_kind::mean ? float(d.op.out.size()) / float(d.in[0].size()) : 1.f;
        if constexpr (kind == ops::reduce_kind::maximum) {
            if (t.index == 0) ops::evaluate_across_of<d.op.kind>(d.op, d.in, d.each, runs, x, y);
        } else
            detail::reduce_across<Target>(x[0], y, d.in[0], d.op.attr.axes, runs, d.each[0], scale, t);
    }
};

} // namespace ctnn

/// dx of a maximum over the axes in front of the channels: dy, in equal parts where x has the maximum. Other axes run
/// the scalar definition.
#pragma once
#include "../op/training.hpp"
#include "../shape/inline.hpp"
#include "channels.hpp"
#include "kernel.hpp"

namespace ctnn {
namespace detail {

/// x (rows, c), y and dy (c), for each of `times` runs.
template<class Target>
[[gnu::noinline]] void maximum_gradient(const float* dy, const float* x, const float* y, float* __restrict dx,
                                        int times, int rows, int c) {
    using B = simd::batch<Target>;
    for (int t = 0; t < times; ++t, dy += c, y += c, x += std::ptrdiff_t(rows) * c, dx += std::ptrdiff_t(rows) * c)
        for_each_channels<Target>(c, [&](int i, const auto& load, const auto& store) CTNN_INLINE {
            const B most = load(y + i);
            B count = 0.f;
            for (int r = 0; r < rows; ++r)
                count += simd::select(load(x + std::ptrdiff_t(r) * c + i) == most, B(1.f), B(0.f));
            const B part = simd::divide(load(dy + i), simd::max(B(1.f), count));
            for (int r = 0; r < rows; ++r) {
                const std::ptrdiff_t at = std::ptrdiff_t(r) * c + i;
                store(dx + at, simd::select(load(x + at) == most, part, B(0.f)));
            }
        });
}

} // namespace detail

template<>
struct kernel<ops::op_kind::reduce_gradient> {
    template<class D, class Target>
    CTNN_INLINE static void run(const float* const* x, float* y) {
        constexpr const descriptor& d = D::value;
        constexpr int rank = d.op.out.rank;
        constexpr bool leading = rank > 1 && d.op.attr.axes == (1u << (rank - 1)) - 1;
        constexpr bool moves = d.op.times == 1 || (d.each[0] > 0 && d.each[1] > 0 && d.each[2] > 0);
        if constexpr (leading && moves)
            detail::maximum_gradient<Target>(x[0], x[1], x[2], y, d.op.times, int(d.op.out.size()) / d.op.out.last(),
                                             d.op.out.last());
        else
            ops::evaluate_runs_of<d.op.kind>(d.op, d.in, d.each, d.op.times, x, y);
    }
};

} // namespace ctnn

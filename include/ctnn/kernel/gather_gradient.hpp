/// The gradient of a table whose rows were gathered: rows of dy are added to where they came from.
#pragma once
#include "../op/training/gather_gradient.hpp"
#include "../shape/inline.hpp"
#include "across.hpp"
#include "channels.hpp"
#include <cstring>

namespace ctnn {
namespace detail {

/// numbers (count), dy (count, m): added to y (rows, m) where the row is one of `own`.
template<class Target>
[[gnu::noinline]] void add_gathered(const float* numbers, const float* __restrict dy, float* __restrict y, int count,
                                    part_of_all own, int rows, int m) {
    for (int i = 0; i < count; ++i, dy += m) {
        const float& number = numbers[i];
        if (math::is_nan(number) || !(number > -1 && number < float(rows))) continue;
        const std::ptrdiff_t at = std::ptrdiff_t(number);
        if (at < own.first || at >= own.end) continue;
        float* const row = y + at * m;
        for_each_channels<Target>(m, [&](int k, const auto& load, const auto& store)
                                         CTNN_INLINE { store(row + k, load(row + k) + load(dy + k)); });
    }
}

template<class D, class Target, class Team = alone>
CTNN_INLINE inline void run_gather_gradient(const float* const* x, float* y, int runs, int each_number, int each_dy,
                                            const Team& t = {}) {
    constexpr int rows = D::value.op.out[0], m = D::value.op.out[1], count = int(D::value.in[0].size());
    const part_of_all own = t.part(rows);
    std::memset(y + own.first * m, 0, std::size_t(own.end - own.first) * m * sizeof(float));
    for (int r = 0; r < runs; ++r)
        add_gathered<Target>(x[0] + std::ptrdiff_t(r) * each_number, x[1] + std::ptrdiff_t(r) * each_dy, y, count, own,
                             rows, m);
}

} // namespace detail

template<>
struct kernel<ops::op_kind::gather_gradient> {
    template<class D, class Target>
    CTNN_INLINE static void run(const float* const* x, float* y) {
        constexpr const descriptor& d = D::value;
        for (int t = 0; t < d.op.times; ++t) {
            const float* const at[] = {x[0] + std::ptrdiff_t(t) * d.each[0], x[1] + std::ptrdiff_t(t) * d.each[1]};
            detail::run_gather_gradient<D, Target>(at, y + std::size_t(t) * d.op.out.size(), 1, 0, 0);
        }
    }
};

template<>
struct across_kernel<ops::op_kind::gather_gradient> {
    template<class D, class Target, class Team = alone>
    CTNN_INLINE static void run(const float* const* x, float* y, int runs, const Team& t = {}) {
        detail::run_gather_gradient<D, Target>(x, y, runs, D::value.each[0], D::value.each[1], t);
    }
};

} // namespace ctnn

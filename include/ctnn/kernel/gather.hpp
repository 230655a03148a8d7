/// y (..., m) = the rows of a table (n, m) that x (...) numbers; NaN for a number without a row, as op/gather.hpp says
#pragma once
#include "../shape/inline.hpp"
#include "move.hpp"

#ifdef __clang__
#pragma float_control(precise, on, push)
#endif

namespace ctnn {
namespace detail {

/// numbers (count), table (rows, m), y (count, m)
template<class Target>
[[gnu::noinline]] void gather_rows(const float* numbers, const float* table, float* y, int count, int rows, int m) {
    using B = simd::batch<Target>;
    constexpr int L = B::size;
    for (int i = 0; i < count; ++i, y += m) {
        const float& number = numbers[i];
        if (!math::is_nan(number) && number > -1 && number < float(rows)) {
            move_run<B>(table + std::ptrdiff_t(number) * m, y, m);
            continue;
        }
        const B nan = simd::nan<Target>();
        int k = 0;
        for (; k + L <= m; k += L) simd::store(y + k, nan);
        if (k < m) simd::store_first(y + k, m - k, nan);
    }
}

} // namespace detail

template<>
struct kernel<ops::op_kind::gather> {
    template<class D, class Target>
    CTNN_INLINE static void run(const float* const* x, float* y) {
        detail::nothing_fused<D>();
        constexpr const descriptor& d = D::value;
        constexpr int rows = d.in[1][0], m = d.in[1][1], count = int(d.op.out.size()) / m;
        constexpr bool one_run = d.op.times == 1 || (d.each[0] > 0 && d.each[1] == 0);
        constexpr int n = one_run ? count * d.op.times : count;
        for (int t = 0; t < (one_run ? 1 : d.op.times); ++t)
            detail::gather_rows<Target>(x[0] + t * d.each[0], x[1] + t * d.each[1], y + std::size_t(t) * n * m, n, rows,
                                        m);
    }
};

} // namespace ctnn

#ifdef __clang__
#pragma float_control(pop)
#endif

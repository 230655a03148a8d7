/// y = softmax(x) and its relatives, over some of the axes
#pragma once
#include "../shape/inline.hpp"
#include "fast_math.hpp"
#include "grouped.hpp"

#ifdef __clang__
#pragma float_control(precise, on, push)
#endif

namespace ctnn {
namespace detail {

template<bool Fast, class B>
CTNN_INLINE inline B softmax_exp(B x) {
    if constexpr (Fast)
        return simd::fast::exp(x);
    else
        return simd::exp(x);
}

/// Rows of N that lie together. A NaN or +infinity makes its whole row NaN: it is in the sum.
template<class Target, int N, bool Log, bool Fast>
[[gnu::noinline]] void softmax_rows(const float* __restrict x, float* __restrict y, int rows) {
    using B = simd::batch<Target>;
    constexpr int L = B::size, last = (N - 1) / L * L, rest = N - last; // the last vector has `rest` elements
    constexpr bool kept = N <= 4 * L;                                   // e^x stays in registers
    for (int r = 0; r < rows; ++r, x += N, y += N) {
        const B end = simd::keep_first(rest, simd::load_first<B>(x + last, rest), -simd::infinity<Target>());
        B most = end;
        for (int i = 0; i < last; i += L) most = simd::max(most, simd::load<B>(x + i));
        const B largest(simd::reduce_max(most));
        B e[kept ? last / L + 1 : 1];
        const B e_end = softmax_exp<Fast>(end - largest);
        B sum = simd::keep_first(rest, e_end, 0.f);
        if constexpr (kept) {
#pragma GCC unroll 4
            for (int i = 0; i < last / L; ++i) {
                const B d = simd::load<B>(x + i * L) - largest, p = softmax_exp<Fast>(d);
                e[i] = Log ? d : p;
                sum += p;
            }
        } else {
            for (int i = 0; i < last; i += L) {
                const B d = simd::load<B>(x + i) - largest, p = softmax_exp<Fast>(d);
                simd::store(y + i, Log ? d : p);
                sum += p;
            }
        }
        const B total(simd::reduce_add(sum)), by = Log ? simd::log(total) : simd::divide(B(1.f), total);
        const auto finish = [&](B v) CTNN_INLINE { return Log ? v - by : v * by; };
        if constexpr (kept) {
#pragma GCC unroll 4
            for (int i = 0; i < last / L; ++i) simd::store(y + i * L, finish(e[i]));
        } else {
            for (int i = 0; i < last; i += L) simd::store(y + i, finish(simd::load<B>(y + i)));
        }
        simd::store_first(y + last, rest, finish(Log ? end - largest : e_end));
    }
}

/// Groups side by side, one a lane.
template<class Target, bool Log, bool Fast>
[[gnu::noinline]] void softmax_lanes(const float* __restrict x, float* __restrict y, const box_axis<1>* around,
                                     int around_rank, int lanes, const box_axis<1>* within, int within_rank) {
    using B = simd::batch<Target>;
    constexpr int L = B::size;
    for_each_lanes<L>(around, around_rank, lanes, [&](int first, int m) {
        const float* a = x + first;
        float* b = y + first;
        B largest = -simd::infinity<Target>(), sum = 0.f;
        const auto load = [&](const float* p) { return m == L ? simd::load<B>(p) : simd::load_first<B>(p, m); };
        const auto store = [&](float* p, B v) { m == L ? simd::store(p, v) : simd::store_first(p, m, v); };
        for_each_member(within, within_rank, [&](int i) { largest = simd::max(largest, load(a + i)); });
        for_each_member(within, within_rank, [&](int i) {
            const B d = load(a + i) - largest, e = softmax_exp<Fast>(d);
            sum += e;
            store(b + i, Log ? d : e);
        });
        const B by = Log ? simd::log(sum) : simd::divide(B(1.f), sum);
        for_each_member(within, within_rank, [&](int i) {
            const B v = load(b + i);
            store(b + i, Log ? v - by : v * by);
        });
    });
}

/// Keras' sparsemax without a sorted copy: for every element in turn, downwards, what the sums are up to there. One
/// group, O(n^2) in the worst case, no memory.
inline void sparsemax_group(const float* x, float* y, const box_axis<1>* within, int rank) {
    double sum = 0, sums = 0, upper = 0;
    int taken = 0, support = 0;
    for (;;) {
        // the largest value below those that were taken, and how often it is there
        double next = 0;
        int equal = 0;
        for_each_member(within, rank, [&](int i) {
            const double v = double(x[i]);
            if (taken > 0 && !(v < upper)) return;
            if (equal == 0 || v > next)
                next = v, equal = 1;
            else if (v == next)
                ++equal;
        });
        if (equal == 0) break;
        for (int k = 0; k < equal; ++k) {
            sum += next;
            if (next - (sum - 1) / ++taken > 0) sums += sum, ++support;
        }
        upper = next;
    }
    const double tau = (sums - 1) / support;
    for_each_member(within, rank, [&](int i) {
        const double d = double(x[i]) - tau;
        y[i] = d < 0 ? 0.f : float(d);
    });
}
[[gnu::noinline]] inline void sparsemax(const float* x, float* y, const box_axis<1>* around, int around_rank, int lanes,
                                        const box_axis<1>* within, int within_rank) {
    for_each_lanes<1>(around, around_rank, lanes,
                      [&](int first, int) { sparsemax_group(x + first, y + first, within, within_rank); });
}

} // namespace detail

template<>
struct kernel<ops::op_kind::softmax> {
    template<class D, class Target>
    CTNN_INLINE static void run(const float* const* x, float* y) {
        detail::nothing_fused<D>();
        constexpr ops::softmax_kind kind = ops::softmax_kind(D::value.op.attr.variant);
        constexpr bool fast = D::value.op.attr.f.fast;
        constexpr bool log = kind == ops::softmax_kind::log_softmax;
        constexpr detail::grouping g(D::value.op.out, D::value.op.attr.axes, D::value.op.times);
        constexpr auto& around = detail::held_box<g.around.template result<g.around.rank>()>;
        constexpr auto& within = detail::held_box<g.within.template result<g.within.rank>()>;
        if constexpr (kind == ops::softmax_kind::sparsemax)
            detail::sparsemax(x[0], y, around, g.around.rank, g.lanes, within, g.within.rank);
        else if constexpr (g.rows)
            detail::softmax_rows<Target, g.n, log, fast>(x[0], y, g.count);
        else
            detail::softmax_lanes<Target, log, fast>(x[0], y, around, g.around.rank, g.lanes, within, g.within.rank);
    }
};

} // namespace ctnn

#ifdef __clang__
#pragma float_control(pop)
#endif

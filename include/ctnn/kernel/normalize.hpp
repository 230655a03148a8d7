/// BatchNormalization in training: mean and variance of a batch, what they make of x, and the gradient. Channels on the
/// last axis: vectors along them, sums in two passes over x.
#pragma once
#include "../op/training/normalize.hpp"
#include "../shape/inline.hpp"
#include "across.hpp"
#include "channels.hpp"
#include "epilogue.hpp"

#ifdef __clang__
#pragma float_control(precise, on, push)
#endif

namespace ctnn {
namespace detail {

/// Rows that are summed up before the sum is added to the others: long sums lose no digits.
inline constexpr int rows_of_sum = 128;

/// How many such sums there are.
constexpr int sums_of_rows(int rows) { return (rows + rows_of_sum - 1) / rows_of_sum; }

/// Number `at` of them: of add(row, part), N sums at once; add puts what a row gives into part[...].
template<class B, int N, class Add>
CTNN_INLINE inline void sum_some_rows(int at, int rows, B (&sum)[N], const Add& add) {
    const int first = at * rows_of_sum, end = rows - first < rows_of_sum ? rows : first + rows_of_sum;
    B even[N], odd[N];
#pragma GCC unroll 4
    for (int k = 0; k < N; ++k) even[k] = odd[k] = B(0.f);
    int r = first;
    for (; r + 2 <= end; r += 2) add(r, even), add(r + 1, odd);
    if (r < end) add(r, even);
#pragma GCC unroll 4
    for (int k = 0; k < N; ++k) sum[k] = even[k] + odd[k];
}

/// The sums over all rows.
template<class B, int N, class Add>
CTNN_INLINE inline void sum_rows(int rows, B (&sum)[N], const Add& add) {
#pragma GCC unroll 4
    for (int k = 0; k < N; ++k) sum[k] = B(0.f);
    for (int at = 0; at < sums_of_rows(rows); ++at) {
        B part[N];
        sum_some_rows(at, rows, part, add);
#pragma GCC unroll 4
        for (int k = 0; k < N; ++k) sum[k] += part[k];
    }
}

/// The same by several threads: what `own` of the sums are for N vectors of channels goes to sums (..., N, c) + i ...
template<class B, int N, class Store, class Add>
CTNN_INLINE inline void sum_own_rows(part_of_all own, int rows, float* sums, int c, const Store& store,
                                     const Add& add) {
    for (int at = int(own.first); at < own.end; ++at) {
        B part[N];
        sum_some_rows(at, rows, part, add);
#pragma GCC unroll 4
        for (int k = 0; k < N; ++k) store(sums + (std::ptrdiff_t(at) * N + k) * c, part[k]);
    }
}
/// ... and is added up, in the same order, when all are there.
template<class B, int N, class Load>
CTNN_INLINE inline void add_sums_of_rows(int rows, const float* sums, int c, B (&sum)[N], const Load& load) {
#pragma GCC unroll 4
    for (int k = 0; k < N; ++k) sum[k] = B(0.f);
    for (int at = 0; at < sums_of_rows(rows); ++at)
#pragma GCC unroll 4
        for (int k = 0; k < N; ++k) sum[k] += load(sums + (std::ptrdiff_t(at) * N + k) * c);
}
/// Elements of a team's room that hold the sums of `elements` numbers in c channels.
constexpr std::size_t room_for_sums(std::size_t elements, std::size_t c) { return 3 * (elements / rows_of_sum + c); }

/// x (rows, c) -> y (3, c)
template<class Target>
[[gnu::noinline]] void batch_moments(const float* x, float* y, int rows, int c) {
    using B = simd::batch<Target>;
    const B n = float(rows), of_each = simd::divide(B(1.f), n);
    for_each_channels<Target>(c, [&](int i, const auto& load, const auto& store) CTNN_INLINE {
        const auto at = [&](int r) CTNN_INLINE { return load(x + std::ptrdiff_t(r) * c + i); };
        B sum[1], rest[2];
        sum_rows(rows, sum, [&](int r, B(&s)[1]) CTNN_INLINE { s[0] += at(r); });
        const B first = sum[0] * of_each; // nearly the mean: the rest is small
        sum_rows(rows, rest, [&](int r, B(&s)[2]) CTNN_INLINE {
            const B d = at(r) - first;
            s[0] += d, s[1] = simd::fma(d, d, s[1]);
        });
        const B shift = rest[0] * of_each, variance = simd::fnma(shift, shift, rest[1] * of_each);
        store(y + i, first + shift);
        store(y + c + i, simd::nan_of(rest[1], simd::max(0.f, variance)));
        store(y + 2 * c + i, n);
    });
}

/// The same by several threads.
template<class Target>
[[gnu::noinline]] void batch_moments_together(const float* x, float* y, int rows, int c, const team& t) {
    using B = simd::batch<Target>;
    const B n = float(rows), of_each = simd::divide(B(1.f), n);
    const part_of_all own = t.part(sums_of_rows(rows));
    float *const sums = t.room, *const rests = sums + std::ptrdiff_t(sums_of_rows(rows)) * c;
    for_each_channels<Target>(c, [&](int i, const auto& load, const auto& store) CTNN_INLINE {
        sum_own_rows<B, 1>(own, rows, sums + i, c, store,
                           [&](int r, B(&s)[1]) CTNN_INLINE { s[0] += load(x + std::ptrdiff_t(r) * c + i); });
    });
    t.wait();
    for_each_channels<Target>(c, [&](int i, const auto& load, const auto& store) CTNN_INLINE {
        B sum[1];
        add_sums_of_rows(rows, sums + i, c, sum, load);
        const B first = sum[0] * of_each;
        sum_own_rows<B, 2>(own, rows, rests + i, c, store, [&](int r, B(&s)[2]) CTNN_INLINE {
            const B d = load(x + std::ptrdiff_t(r) * c + i) - first;
            s[0] += d, s[1] = simd::fma(d, d, s[1]);
        });
    });
    t.wait();
    if (t.index > 0) return;
    for_each_channels<Target>(c, [&](int i, const auto& load, const auto& store) CTNN_INLINE {
        B sum[1], rest[2];
        add_sums_of_rows(rows, sums + i, c, sum, load), add_sums_of_rows(rows, rests + i, c, rest, load);
        const B first = sum[0] * of_each, shift = rest[0] * of_each,
                variance = simd::fnma(shift, shift, rest[1] * of_each);
        store(y + i, first + shift);
        store(y + c + i, simd::nan_of(rest[1], simd::max(0.f, variance)));
        store(y + 2 * c + i, n);
    });
}

/// 1 / sqrt(variance + epsilon)
template<class B>
CTNN_INLINE inline B inverse_deviation(B variance, float epsilon) {
    return simd::divide(B(1.f), simd::sqrt(variance + B(epsilon)));
}

/// y (rows, c) = F((x - mean) factor + beta); gamma, beta: null if there is none.
template<class Target, ops::function F>
[[gnu::noinline]] void batch_normalize(const float* __restrict x, const float* __restrict m, const float* gamma,
                                       const float* beta, float* __restrict y, int rows, int c, float epsilon) {
    using B = simd::batch<Target>;
    for_each_channels<Target>(c, [&](int i, const auto& load, const auto& store) CTNN_INLINE {
        B factor = inverse_deviation(load(m + c + i), epsilon);
        if (gamma) factor *= load(gamma + i);
        const B mean = load(m + i), shift = beta ? load(beta + i) : B(0.f);
        for (int r = 0; r < rows; ++r) {
            const std::ptrdiff_t at = std::ptrdiff_t(r) * c + i;
            store(y + at, simd::apply<F>(simd::fma(load(x + at) - mean, factor, shift)));
        }
    });
}

/// y (2, c): sum(dy), sum(dy (x - mean)) / deviation
template<class Target>
[[gnu::noinline]] void batch_normalize_sums(const float* dy, const float* x, const float* m, float* y, int rows, int c,
                                            float epsilon) {
    using B = simd::batch<Target>;
    for_each_channels<Target>(c, [&](int i, const auto& load, const auto& store) CTNN_INLINE {
        const B mean = load(m + i);
        B sum[2];
        sum_rows(rows, sum, [&](int r, B(&s)[2]) CTNN_INLINE {
            const std::ptrdiff_t at = std::ptrdiff_t(r) * c + i;
            const B d = load(dy + at);
            s[0] += d, s[1] = simd::fma(d, load(x + at) - mean, s[1]);
        });
        store(y + i, sum[0]);
        store(y + c + i, sum[1] * inverse_deviation(load(m + c + i), epsilon));
    });
}

/// The same by several threads.
template<class Target>
[[gnu::noinline]] void batch_normalize_sums_together(const float* dy, const float* x, const float* m, float* y,
                                                     int rows, int c, float epsilon, const team& t) {
    using B = simd::batch<Target>;
    for_each_channels<Target>(c, [&](int i, const auto& load, const auto& store) CTNN_INLINE {
        const B mean = load(m + i);
        sum_own_rows<B, 2>(t.part(sums_of_rows(rows)), rows, t.room + i, c, store, [&](int r, B(&s)[2]) CTNN_INLINE {
            const std::ptrdiff_t at = std::ptrdiff_t(r) * c + i;
            const B d = load(dy + at);
            s[0] += d, s[1] = simd::fma(d, load(x + at) - mean, s[1]);
        });
    });
    t.wait();
    if (t.index > 0) return;
    for_each_channels<Target>(c, [&](int i, const auto& load, const auto& store) CTNN_INLINE {
        B sum[2];
        add_sums_of_rows(rows, t.room + i, c, sum, load);
        store(y + i, sum[0]);
        store(y + c + i, sum[1] * inverse_deviation(load(m + c + i), epsilon));
    });
}

/// dx, which may be dy, = s (dy - sums[0] / n - (x - mean) / deviation * sums[1] / n), s = gamma / deviation
template<class Target>
[[gnu::noinline]] void batch_normalize_gradient(const float* dy, const float* __restrict x, const float* m,
                                                const float* sums, const float* gamma, float* dx, int rows, int c,
                                                float epsilon) {
    using B = simd::batch<Target>;
    for_each_channels<Target>(c, [&](int i, const auto& load, const auto& store) CTNN_INLINE {
        const B by = inverse_deviation(load(m + c + i), epsilon), of_each = simd::divide(B(1.f), load(m + 2 * c + i));
        const B mean = load(m + i), first = load(sums + i) * of_each, slope = load(sums + c + i) * of_each * by,
                s = gamma ? by * load(gamma + i) : by;
        for (int r = 0; r < rows; ++r) {
            const std::ptrdiff_t at = std::ptrdiff_t(r) * c + i;
            store(dx + at, s * simd::fnma(load(x + at) - mean, slope, load(dy + at) - first));
        }
    });
}

/// Whether the channels of x are its last axis, but for axes of extent 1.
constexpr bool lies_channels_last(const extents& e, int axis) { return e.product(axis + 1, e.rank) == 1; }

} // namespace detail

template<>
struct across_kernel<ops::op_kind::moments> {
    template<class D, class Target, class Team = alone>
    CTNN_INLINE static void run(const float* const* x, float* y, int runs, const Team& t = {}) {
        constexpr const descriptor& d = D::value;
        constexpr int c = d.op.out[1], rows = int(d.in[0].size()) / c;
        constexpr bool last = detail::lies_channels_last(d.in[0], d.op.attr.axis), follow = d.each[0] == rows * c;
        if (last && (follow || runs == 1)) {
            if (t.size == 1)
                detail::batch_moments<Target>(x[0], y, rows * runs, c);
            else if constexpr (Team::shares)
                detail::batch_moments_together<Target>(x[0], y, rows * runs, c, t);
        } else if constexpr (!(last && follow)) {
            if (t.index == 0) ops::evaluate_across_of<d.op.kind>(d.op, d.in, d.each, runs, x, y);
        }
    }
};

template<>
struct kernel<ops::op_kind::normalize> {
    template<class D, class Target>
    CTNN_INLINE static void run(const float* const* x, float* y) {
        constexpr const descriptor& d = D::value;
        constexpr bool gamma = d.op.attr.variant & 1, beta = d.op.attr.variant & 2;
        constexpr int c = d.in[1][1], rows = int(d.op.out.size()) / c;
        constexpr bool same = d.each[1] == 0 && (!gamma || d.each[2] == 0) && (!beta || d.each[2 + gamma] == 0);
        if constexpr (detail::lies_channels_last(d.op.out, d.op.attr.axis) &&
                      (d.op.times == 1 || (d.each[0] > 0 && same)))
            detail::batch_normalize<Target, d.op.attr.epilogue>(x[0], x[1], gamma ? x[2] : nullptr,
                                                                beta ? x[2 + gamma] : nullptr, y, rows * d.op.times, c,
                                                                d.op.attr.value);
        else
            ops::evaluate_runs_of<d.op.kind>(d.op, d.in, d.each, d.op.times, x, y);
    }
};

template<>
struct across_kernel<ops::op_kind::normalize_sums> {
    template<class D, class Target, class Team = alone>
    CTNN_INLINE static void run(const float* const* x, float* y, int runs, const Team& t = {}) {
        constexpr const descriptor& d = D::value;
        constexpr int c = d.op.out[1], rows = int(d.in[0].size()) / c;
        constexpr bool last = detail::lies_channels_last(d.in[0], d.op.attr.axis),
                       follow = d.each[0] == rows * c && d.each[1] == rows * c && d.each[2] == 0;
        if (last && (follow || runs == 1)) {
            if (t.size == 1)
                detail::batch_normalize_sums<Target>(x[0], x[1], x[2], y, rows * runs, c, d.op.attr.value);
            else if constexpr (Team::shares)
                detail::batch_normalize_sums_together<Target>(x[0], x[1], x[2], y, rows * runs, c, d.op.attr.value, t);
        } else if constexpr (!(last && follow)) {
            if (t.index == 0) ops::evaluate_across_of<d.op.kind>(d.op, d.in, d.each, runs, x, y);
        }
    }
};

template<>
struct kernel<ops::op_kind::normalize_gradient> {
    template<class D, class Target>
    CTNN_INLINE static void run(const float* const* x, float* y) {
        constexpr const descriptor& d = D::value;
        constexpr bool gamma = d.op.attr.variant & 1;
        constexpr int c = d.in[2][1], rows = int(d.op.out.size()) / c;
        constexpr bool same = d.each[2] == 0 && d.each[3] == 0 && (!gamma || d.each[4] == 0);
        if constexpr (detail::lies_channels_last(d.op.out, d.op.attr.axis) &&
                      (d.op.times == 1 || (d.each[0] > 0 && d.each[1] > 0 && same)))
            detail::batch_normalize_gradient<Target>(x[0], x[1], x[2], x[3], gamma ? x[4] : nullptr, y,
                                                     rows * d.op.times, c, d.op.attr.value);
        else
            ops::evaluate_runs_of<d.op.kind>(d.op, d.in, d.each, d.op.times, x, y);
    }
};

} // namespace ctnn

#ifdef __clang__
#pragma float_control(pop)
#endif

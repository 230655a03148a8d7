/// The sum, mean or maximum of x over some of its axes: vectors along the last axis, whether that stays or goes.
#pragma once
#include "../shape/inline.hpp"
#include "box.hpp"
#include "maximum.hpp"

#ifdef __clang__
#pragma float_control(precise, on, push)
#endif

namespace ctnn {
namespace detail {

struct running_sum {
    template<class B>
    CTNN_INLINE static inline B start() {
        return 0.f;
    }
    template<class B>
    CTNN_INLINE static inline B add(B sum, B x) {
        return sum + x;
    }
    template<class B>
    CTNN_INLINE static inline float total(B sum) {
        return simd::reduce_add(sum);
    }
    CTNN_INLINE static inline float both(float a, float b) { return a + b; }
};

struct running_maximum {
    template<class B>
    CTNN_INLINE static inline B start() {
        return -simd::infinity<typename B::target>();
    }
    template<class B>
    CTNN_INLINE static inline B add(B most, B x) {
        return simd::max_or_nan(most, x);
    }
    template<class B>
    CTNN_INLINE static inline float total(B most) {
        alignas(64) float lane[B::size];
        simd::store_aligned(lane, most);
        float y = lane[0];
        for (int i = 1; i < B::size; ++i) y = both(y, lane[i]);
        return y;
    }
    CTNN_INLINE static inline float both(float a, float b) {
        return math::is_nan(a) ? a : math::is_nan(b) || b > a ? b : a; // a compiler that knows no NaN needs both words
    }
};

/// One vector of results from `rows` vectors of x, in four chains.
template<class Kind, class B, class Load>
CTNN_INLINE inline B reduce_rows(const float* x, int rows, int step, const Load& get) {
    B part[4];
#pragma GCC unroll 4
    for (int k = 0; k < 4; ++k) part[k] = Kind::template start<B>();
    int r = 0;
    for (; r + 4 <= rows; r += 4)
#pragma GCC unroll 4
        for (int k = 0; k < 4; ++k) part[k] = Kind::add(part[k], get(x + std::ptrdiff_t(r + k) * step));
    for (; r < rows; ++r) part[0] = Kind::add(part[0], get(x + std::ptrdiff_t(r) * step));
    return Kind::add(Kind::add(part[0], part[1]), Kind::add(part[2], part[3]));
}

/// The last axis stays: y (n) from x (rows, n), combined with y if `more`, times `scale`.
template<class Kind, class B>
CTNN_INLINE inline void reduce_to_rows(const float* x, float* y, int rows, int step, int n, bool more, float scale) {
    constexpr int L = B::size;
    int i = 0;
    for (; i + L <= n; i += L) {
        B s = reduce_rows<Kind, B>(x + i, rows, step, [](const float* p) CTNN_INLINE { return simd::load<B>(p); });
        if (more) s = Kind::add(simd::load<B>(y + i), s);
        simd::store(y + i, s * scale);
    }
    if (const int part = n - i; part > 0) {
        const auto get = [part](const float* p) CTNN_INLINE { return simd::load_first<B>(p, part); };
        B s = reduce_rows<Kind, B>(x + i, rows, step, get);
        if (more) s = Kind::add(get(y + i), s);
        simd::store_first(y + i, part, s * scale);
    }
}

/// The last axis goes: one number from x (n).
template<class Kind, class B>
CTNN_INLINE inline float reduce_run(const float* x, int n) {
    constexpr int L = B::size;
    const int whole = n / L;
    B s = reduce_rows<Kind, B>(x, whole, L, [](const float* p) CTNN_INLINE { return simd::load<B>(p); });
    if (const int part = n - whole * L; part > 0)
        s = Kind::add(s, simd::keep_first(part, simd::load_first<B>(x + whole * L, part), Kind::template start<B>()));
    return Kind::total(s);
}

/// The axes of a reduction; y's step is 0 along those that go. `again`: results are met more than once on the way.
template<class Target, class Kind, bool LastStays>
[[gnu::noinline]] void reduce_box(const float* x, float* y, const box_axis<2>* axis, int rank, bool again,
                                  std::size_t n, float scale) {
    using B = simd::batch<Target>;
    const box_axis<2> last = axis[rank - 1];
    const float each = again ? 1.f : scale;
    if (again) {
        const B none = Kind::template start<B>();
        std::size_t i = 0;
        for (; i + B::size <= n; i += B::size) simd::store(y + i, none);
        if (i < n) simd::store_first(y + i, int(n - i), none);
    }
    if constexpr (LastStays) {
        const bool alone = rank == 1 || axis[rank - 2].step[1] != 0;
        const int rows = alone ? 1 : axis[rank - 2].n, step = alone ? 0 : axis[rank - 2].step[0];
        for_each_position(axis, rank - (alone ? 1 : 2), [&](const int* at) {
            reduce_to_rows<Kind, B>(x + at[0], y + at[1], rows, step, last.n, again, each);
        });
    } else {
        for_each_position(axis, rank - 1, [&](const int* at) {
            const float s = reduce_run<Kind, B>(x + at[0], last.n);
            y[at[1]] = (again ? Kind::both(y[at[1]], s) : s) * each;
        });
    }
    if (again && scale != 1.f)
        for (std::size_t i = 0; i < n; ++i) y[i] *= scale;
}

} // namespace detail

template<>
struct kernel<ops::op_kind::reduce> {
    template<class D, class Target>
    CTNN_INLINE static void run(const float* const* x, float* y) {
        detail::nothing_fused<D>();
        constexpr const descriptor& d = D::value;
        constexpr auto kind = ops::reduce_kind(d.op.attr.variant);
        constexpr auto b = [] {
            const descriptor& d = D::value;
            const extents& e = d.in[0];
            int step[max_rank] = {};
            for (int i = e.rank, size = 1; i-- > 0;)
                if (!(d.op.attr.axes >> i & 1)) step[i] = size, size *= e[i];
            detail::box_builder<2> b;
            b.push(d.op.times, {d.each[0], int(d.op.out.size())});
            for (int i = 0; i < e.rank; ++i) b.push(e[i], {int(e.product(i + 1, e.rank)), step[i]});
            b.merge();
            return b;
        }();
        constexpr bool stays = b.axis[b.rank - 1].step[1] != 0;
        // the axes that go stand together: right before the last one, or at the end
        constexpr bool again = [&] {
            for (int i = 0; i < b.rank - (stays ? 2 : 1); ++i)
                if (b.axis[i].step[1] == 0) return true;
            return false;
        }();
        constexpr float scale = kind == ops::reduce_kind::mean ? float(d.op.out.size()) / float(d.in[0].size()) : 1.f;
        using how = std::conditional_t<kind == ops::reduce_kind::maximum, detail::running_maximum, detail::running_sum>;
        detail::reduce_box<Target, how, stays>(x[0], y, detail::held_box<b.template result<b.rank>()>, b.rank, again,
                                               d.op.size(), scale);
    }
};

} // namespace ctnn

#ifdef __clang__
#pragma float_control(pop)
#endif

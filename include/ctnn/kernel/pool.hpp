/// y (space..., c): the maximum or the mean of a window of x (space..., c); padding counts for neither.
#pragma once
#include "../shape/inline.hpp"
#include "kernel.hpp"
#include "maximum.hpp"
#include "window.hpp"

#ifdef __clang__
#pragma float_control(precise, on, push)
#endif

namespace ctnn {
namespace detail {

struct window_maximum {
    static constexpr bool weighted = false;
    int taps;
    template<class B>
    CTNN_INLINE static inline B start() {
        return -simd::infinity<typename B::target>();
    }
    template<class B>
    CTNN_INLINE static inline B with(B most, B x, B) {
        return simd::max_or_nan(most, x);
    }
    template<class B>
    CTNN_INLINE inline B finish(B most) const {
        return most;
    }
};

struct window_mean {
    static constexpr bool weighted = false;
    int taps;
    template<class B>
    CTNN_INLINE static inline B start() {
        return 0.f;
    }
    template<class B>
    CTNN_INLINE static inline B with(B sum, B x, B) {
        return sum + x;
    }
    template<class B>
    CTNN_INLINE inline B finish(B sum) const {
        return taps ? simd::divide(sum, B(float(taps))) : sum;
    }
};

template<class Target, class Kind, ops::detail::sliding S, int Channels>
[[gnu::noinline]] void pool(const float* x, float* y) {
    window_tap taps[taps_of(S)];
    slide_window<Target, Kind>(S, {Channels, x, nullptr, nullptr, nullptr, y}, taps);
}

} // namespace detail

template<>
struct kernel<ops::op_kind::pool> {
    template<class D, class>
    static constexpr std::size_t stack_bytes() {
        constexpr const descriptor& d = D::value;
        return detail::taps_bytes(ops::detail::sliding(d.op.attr.win, d.in[0], d.op.out));
    }
    template<class D, class Target>
    CTNN_INLINE static void run(const float* const* x, float* y) {
        detail::nothing_fused<D>();
        constexpr const descriptor& d = D::value;
        using kind = std::conditional_t<ops::pool_kind(d.op.attr.variant) == ops::pool_kind::mean, detail::window_mean,
                                        detail::window_maximum>;
        constexpr ops::detail::sliding s(d.op.attr.win, d.in[0], d.op.out);
        if constexpr (detail::taps_of(s) > detail::max_window_taps) {
            ops::evaluate_of<d.op.kind>(d.op, d.in, d.each, x, y);
        } else {
            for (int t = 0; t < d.op.times; ++t)
                detail::pool<Target, kind, s, d.op.out.last()>(x[0] + t * d.each[0],
                                                               y + std::ptrdiff_t(t) * std::ptrdiff_t(d.op.out.size()));
        }
    }
};

} // namespace ctnn

#ifdef __clang__
#pragma float_control(pop)
#endif

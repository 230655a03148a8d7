/// dx of pool: every stop of the window gives its gradient to the first of its largest elements, or in equal parts to
/// all that are there.
#pragma once
#include "../op/training/pool_gradient.hpp"
#include "../shape/inline.hpp"
#include "channels.hpp"
#include "kernel.hpp"
#include "window.hpp"
#include <cstring>

namespace ctnn {
namespace detail {

/// f(element of s.in, tap) for every tap of the window at a stop that lies in x, in order.
struct window_stop {
    const ops::detail::sliding& s;
    int start[3], from[3], to[3];

    CTNN_INLINE inline window_stop(const ops::detail::sliding& sliding, int z, int y, int x) : s(sliding) {
        const int at[] = {z, y, x};
        for (int d = 0; d < 3; ++d) {
            start[d] = at[d] * s.stride[d] - s.before[d];
            window_class::range(s, d, at[d], from[d], to[d]);
        }
    }
    CTNN_INLINE inline int count() const { return (to[0] - from[0]) * (to[1] - from[1]) * (to[2] - from[2]); }
    template<class F>
    CTNN_INLINE inline void each(const F& f) const {
        for (int k = from[0]; k < to[0]; ++k)
            for (int j = from[1]; j < to[1]; ++j) {
                const int row =
                    ((start[0] + k * s.dilation[0]) * s.in[1] + start[1] + j * s.dilation[1]) * s.in[2] + start[2];
                for (int i = from[2]; i < to[2]; ++i) f(row + i * s.dilation[2], (k * s.size[1] + j) * s.size[2] + i);
            }
    }
};
/// f(stop, window_stop) for every stop.
template<class F>
CTNN_INLINE inline void for_each_stop(const ops::detail::sliding& s, const F& f) {
    int stop = 0;
    for (int z = 0; z < s.out[0]; ++z)
        for (int y = 0; y < s.out[1]; ++y)
            for (int x = 0; x < s.out[2]; ++x) f(stop++, window_stop(s, z, y, x));
}

/// A maximum's, of stops that are pairs: what an element gets is written at once, and 0 behind the last stop. dx may be
/// x.
template<class Target>
[[gnu::noinline]] void pool_gradient_of_pairs(const ops::detail::sliding& s, int c, const float* dy, const float* x,
                                              const float* y, float* dx) {
    using B = simd::batch<Target>;
    const std::ptrdiff_t line = std::ptrdiff_t(s.in[2]) * c;
    const std::ptrdiff_t taps[] = {0, c, line, line + c};
    for (int row = 0; row < s.out[1]; ++row, x += 2 * line, dx += 2 * line) {
        for (int column = 0; column < s.out[2]; ++column, dy += c, y += c)
            for_each_channels<Target>(c, [&](int i, const auto& load, const auto& store) CTNN_INLINE {
                const B most = load(y + i);
                B d = load(dy + i);
                const std::ptrdiff_t at = std::ptrdiff_t(2 * column) * c + i;
#pragma GCC unroll 4
                for (std::ptrdiff_t tap : taps) {
                    const auto here = load(x + at + tap) == most;
                    store(dx + at + tap, simd::select(here, d, B(0.f)));
                    d = simd::select(here, B(0.f), d); // the first one has it all
                }
            });
        if (const std::ptrdiff_t done = std::ptrdiff_t(2 * s.out[2]) * c; done < line)
            for (int k = 0; k < 2; ++k) std::memset(dx + k * line + done, 0, std::size_t(line - done) * sizeof(float));
    }
    std::memset(dx, 0, std::size_t(s.in[1] - 2 * s.out[1]) * std::size_t(line) * sizeof(float));
}

template<class Target, bool Mean>
[[gnu::noinline]] void pool_gradient(const ops::detail::sliding& s, int c, const float* dy, const float* x,
                                     const float* y, float* __restrict dx) {
    using B = simd::batch<Target>;
    std::memset(dx, 0, std::size_t(s.in[0]) * s.in[1] * s.in[2] * c * sizeof(float));
    for_each_stop(s, [&](int stop, const window_stop& w) CTNN_INLINE {
        const std::ptrdiff_t from = std::ptrdiff_t(stop) * c;
        const B part = Mean && w.count() ? simd::divide(B(1.f), B(float(w.count()))) : B(1.f);
        for_each_channels<Target>(c, [&](int i, const auto& load, const auto& store) CTNN_INLINE {
            B d = load(dy + from + i);
            if constexpr (Mean) {
                d *= part;
                w.each([&](int at, int) CTNN_INLINE {
                    float* const to = dx + std::ptrdiff_t(at) * c + i;
                    store(to, load(to) + d);
                });
            } else {
                const B most = load(y + from + i);
                w.each([&](int at, int) CTNN_INLINE {
                    float* const to = dx + std::ptrdiff_t(at) * c + i;
                    const auto here = load(x + std::ptrdiff_t(at) * c + i) == most;
                    store(to, load(to) + simd::select(here, d, B(0.f)));
                    d = simd::select(here, B(0.f), d); // the first one has it all
                });
            }
        });
    });
}

} // namespace detail

template<>
struct kernel<ops::op_kind::pool_gradient> {
    template<class D, class Target>
    CTNN_INLINE static void run(const float* const* x, float* y) {
        constexpr const descriptor& d = D::value;
        static constexpr ops::detail::sliding s(d.op.attr.win, d.op.out, d.in[0]);
        constexpr bool mean = ops::pool_kind(d.op.attr.variant) == ops::pool_kind::mean;
        if constexpr (!mean && ops::detail::stops_are_pairs(s)) {
            for (int t = 0; t < d.op.times; ++t)
                detail::pool_gradient_of_pairs<Target>(
                    s, d.op.out.last(), x[0] + std::ptrdiff_t(t) * d.each[0], x[1] + std::ptrdiff_t(t) * d.each[1],
                    x[2] + std::ptrdiff_t(t) * d.each[2], y + std::size_t(t) * d.op.out.size());
            return;
        }
        for (int t = 0; t < d.op.times; ++t)
            detail::pool_gradient<Target, mean>(s, d.op.out.last(), x[0] + std::ptrdiff_t(t) * d.each[0],
                                                mean ? nullptr : x[1] + std::ptrdiff_t(t) * d.each[1],
                                                mean ? nullptr : x[2] + std::ptrdiff_t(t) * d.each[2],
                                                y + std::size_t(t) * d.op.out.size());
    }
};

} // namespace ctnn

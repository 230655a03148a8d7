/// The gradients of a depthwise convolution with one kernel a channel: dx where the window moves by several steps, and
/// dw. Vectors along the channels.
#pragma once
#include "../op/training/depthwise_input.hpp"
#include "../op/training/depthwise_weights.hpp"
#include "../shape/inline.hpp"
#include "across.hpp"
#include "conv_weights.hpp"
#include "pool_gradient.hpp"

namespace ctnn {
namespace detail {

template<class Target>
[[gnu::noinline]] void depthwise_input(const ops::detail::sliding& s, int c, const float* dy, const float* w,
                                       float* __restrict dx) {
    std::memset(dx, 0, std::size_t(s.in[0]) * s.in[1] * s.in[2] * c * sizeof(float));
    for_each_stop(s, [&](int stop, const window_stop& taps) CTNN_INLINE {
        for_each_channels<Target>(c, [&](int i, const auto& load, const auto& store) CTNN_INLINE {
            const auto d = load(dy + std::ptrdiff_t(stop) * c + i);
            taps.each([&](int at, int tap) CTNN_INLINE {
                float* const to = dx + std::ptrdiff_t(at) * c + i;
                store(to, simd::fma(d, load(w + std::ptrdiff_t(tap) * c + i), load(to)));
            });
        });
    });
}

/// y += what a run gives, for the taps that are `own`.
template<class Target>
[[gnu::noinline]] void add_depthwise_weights(const ops::detail::sliding& s, int c, const float* x, const float* dy,
                                             float* __restrict y, part_of_all own) {
    using B = simd::batch<Target>;
    for_each_channels<Target>(c, [&](int channel, const auto& load, const auto& store) CTNN_INLINE {
        float* to = y + channel;
        std::ptrdiff_t tap = 0;
        for (int k = 0; k < s.size[0]; ++k)
            for (int j = 0; j < s.size[1]; ++j)
                for (int i = 0; i < s.size[2]; ++i, ++tap, to += c) {
                    if (tap < own.first || tap >= own.end) continue;
                    const tap_stops planes(s, 0, k), rows(s, 1, j), columns(s, 2, i);
                    const std::ptrdiff_t step = std::ptrdiff_t(s.stride[2]) * c;
                    B sum[4] = {load(to), B(0.f), B(0.f), B(0.f)};
                    for (int z = planes.first; z < planes.end; ++z)
                        for (int r = rows.first; r < rows.end; ++r) {
                            const int from_z = z * s.stride[0] - s.before[0] + k * s.dilation[0],
                                      from_y = r * s.stride[1] - s.before[1] + j * s.dilation[1],
                                      from_x = columns.first * s.stride[2] - s.before[2] + i * s.dilation[2];
                            const float *a = x + ((std::ptrdiff_t(from_z) * s.in[1] + from_y) * s.in[2] + from_x) * c +
                                             channel,
                                        *b = dy + ((std::ptrdiff_t(z) * s.out[1] + r) * s.out[2] + columns.first) * c +
                                             channel;
                            int n = columns.end - columns.first;
                            for (; n >= 4; n -= 4, a += 4 * step, b += 4 * std::ptrdiff_t(c))
#pragma GCC unroll 4
                                for (int q = 0; q < 4; ++q)
                                    sum[q] = simd::fma(load(a + q * step), load(b + q * std::ptrdiff_t(c)), sum[q]);
                            for (; n > 0; --n, a += step, b += c) sum[0] = simd::fma(load(a), load(b), sum[0]);
                        }
                    store(to, (sum[0] + sum[1]) + (sum[2] + sum[3]));
                }
    });
}

template<class D, class Target, class Team = alone>
CTNN_INLINE inline void run_depthwise_weights(const float* const* x, float* y, int runs, int each_x, int each_dy,
                                              const Team& t = {}) {
    constexpr const descriptor& d = D::value;
    static constexpr ops::detail::sliding s(d.op.attr.win, d.in[0], d.in[1]);
    constexpr int c = d.in[0].last();
    const part_of_all own = t.part(s.size[0] * s.size[1] * s.size[2]);
    if (own.first == own.end) return;
    std::memset(y + own.first * c, 0, std::size_t(own.end - own.first) * c * sizeof(float));
    for (int r = 0; r < runs; ++r)
        add_depthwise_weights<Target>(s, c, x[0] + std::ptrdiff_t(r) * each_x, x[1] + std::ptrdiff_t(r) * each_dy, y,
                                      own);
}

} // namespace detail

template<>
struct kernel<ops::op_kind::depthwise_input> {
    template<class D, class Target>
    CTNN_INLINE static void run(const float* const* x, float* y) {
        constexpr const descriptor& d = D::value;
        static constexpr ops::detail::sliding s(d.op.attr.win, d.op.out, d.in[0]);
        for (int t = 0; t < d.op.times; ++t) {
            const float* const at[] = {x[0] + std::ptrdiff_t(t) * d.each[0], x[1] + std::ptrdiff_t(t) * d.each[1]};
            float* const to = y + std::size_t(t) * d.op.out.size();
            if constexpr (d.in[1].last() == 1)
                detail::depthwise_input<Target>(s, d.op.out.last(), at[0], at[1], to);
            else
                ops::operation<ops::op_kind::depthwise_input>::evaluate(d.op, d.in, at, to);
        }
    }
};

template<>
struct kernel<ops::op_kind::depthwise_weights> {
    template<class D, class Target>
    CTNN_INLINE static void run(const float* const* x, float* y) {
        constexpr const descriptor& d = D::value;
        for (int t = 0; t < d.op.times; ++t) {
            const float* const at[] = {x[0] + std::ptrdiff_t(t) * d.each[0], x[1] + std::ptrdiff_t(t) * d.each[1]};
            float* const to = y + std::size_t(t) * d.op.out.size();
            if constexpr (d.op.out.last() == 1)
                detail::run_depthwise_weights<D, Target>(at, to, 1, 0, 0);
            else
                ops::operation<ops::op_kind::depthwise_weights>::evaluate(d.op, d.in, at, to);
        }
    }
};

template<>
struct across_kernel<ops::op_kind::depthwise_weights> {
    template<class D, class Target, class Team = alone>
    CTNN_INLINE static void run(const float* const* x, float* y, int runs, const Team& t = {}) {
        constexpr const descriptor& d = D::value;
        if constexpr (d.op.out.last() == 1)
            detail::run_depthwise_weights<D, Target>(x, y, runs, d.each[0], d.each[1], t);
        else if (t.index == 0)
            ops::evaluate_across_of<d.op.kind>(d.op, d.in, d.each, runs, x, y);
    }
};

} // namespace ctnn

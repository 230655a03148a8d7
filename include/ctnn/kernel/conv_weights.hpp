/// dw (taps..., c / groups, f) of a convolution, x (space..., c), dy (space..., f): for every tap a product over all
/// stops whose tap lies in x. Neighbouring taps of a row read channels that lie together: they are one product.
#pragma once
#include "../op/training/conv_weights.hpp"
#include "../shape/inline.hpp"
#include "across.hpp"
#include "outer_products.hpp"
#include "window.hpp"
#include <cstring>

namespace ctnn {
namespace detail {

/// The stops along an axis at which tap `tap` lies in x: [first, end).
struct tap_stops {
    int first, end;
    constexpr tap_stops(const ops::detail::sliding& s, int axis, int tap) {
        const int stride = s.stride[axis], at = tap * s.dilation[axis] - s.before[axis];
        first = at < 0 ? (-at + stride - 1) / stride : 0;
        const int last = s.in[axis] - 1 - at;
        end = last < 0 ? 0 : last / stride + 1;
        if (end > s.out[axis]) end = s.out[axis];
        if (first > end) first = end;
    }
};

/// What a run adds to the rows (tap, channel) of y that are `own`. `runs` of them are lines of one product where each
/// has a single row of stops.
template<class Target, ops::detail::sliding S, int C, int F, int Groups>
[[gnu::noinline]] void add_conv_weights(const float* x, const float* dy, float* y, int runs, std::ptrdiff_t each_x,
                                        std::ptrdiff_t each_dy, part_of_all own_rows) {
    constexpr const auto& s = S;
    constexpr int channels = C * Groups, own = F / Groups;
    constexpr bool together = Groups == 1 && s.dilation[2] == 1; // the taps of a row
    constexpr bool plane = s.out[0] > 1 || s.out[1] > 1;
    const std::ptrdiff_t row = std::ptrdiff_t(s.in[2]) * channels, dy_row = std::ptrdiff_t(s.out[2]) * F;
    outer_operands o{};
    o.n = own;
    o.a_next = s.stride[2] * channels, o.b_next = F;
    o.a_line = plane ? s.stride[1] * row : each_x, o.b_line = plane ? dy_row : each_dy;
    o.y_step = F, o.more = true;
    for (int kz = 0; kz < s.size[0]; ++kz) {
        const tap_stops planes(s, 0, kz);
        for (int z = planes.first; z < planes.end; ++z)
            for (int ky = 0; ky < s.size[1]; ++ky) {
                const tap_stops rows(s, 1, ky);
                if (rows.first == rows.end) continue;
                o.lines = plane ? rows.end - rows.first : runs;
                const int from_z = z * s.stride[0] - s.before[0] + kz * s.dilation[0],
                          from_y = rows.first * s.stride[1] - s.before[1] + ky * s.dilation[1];
                const float* const a = x + (std::ptrdiff_t(from_z) * s.in[1] + from_y) * row;
                const float* const b = dy + (std::ptrdiff_t(z) * s.out[1] + rows.first) * dy_row;
                const auto add = [&](int first, int n, int tap, int taps) {
                    const int from = first * s.stride[2] - s.before[2] + tap * s.dilation[2];
                    const std::ptrdiff_t top = ((std::ptrdiff_t(kz) * s.size[1] + ky) * s.size[2] + tap) * C,
                                         begin = own_rows.first > top ? own_rows.first : top,
                                         end = own_rows.end < top + taps * C ? own_rows.end : top + taps * C;
                    if (begin >= end) return;
                    o.depth = n, o.m = int(end - begin);
                    for (int g = 0; g < Groups; ++g) {
                        o.a = a + std::ptrdiff_t(from) * channels + g * C + (begin - top);
                        o.b = b + std::ptrdiff_t(first) * F + g * own;
                        o.y = y + begin * F + g * own;
                        outer_products<Target, own>(o);
                    }
                };
                if constexpr (together)
                    for (int at = 0; at < s.out[2];) {
                        const window_class c(s, 2, at);
                        if (c.from < c.to) add(at, c.n, c.from, c.to - c.from);
                        at += c.n;
                    }
                else
                    for (int tap = 0; tap < s.size[2]; ++tap) {
                        const tap_stops columns(s, 2, tap);
                        if (columns.first < columns.end) add(columns.first, columns.end - columns.first, tap, 1);
                    }
            }
    }
}

/// `runs` runs, whose operands are each_x and each_dy apart.
template<class D, class Target, class Team = alone>
CTNN_INLINE inline void run_conv_weights(const float* const* x, float* y, int runs, int each_x, int each_dy,
                                         const Team& t = {}) {
    constexpr const descriptor& d = D::value;
    static constexpr ops::detail::sliding s(d.op.attr.win, d.in[0], d.in[1]);
    constexpr int c = d.op.out[d.op.out.rank - 2], f = d.op.out.last();
    constexpr auto add = add_conv_weights<Target, s, c, f, d.op.attr.groups>;
    const part_of_all own =
        t.part(std::ptrdiff_t(d.op.out.size()) / f, outer_unit(f / d.op.attr.groups, hardware_of<Target>));
    if (own.first == own.end) return;
    std::memset(y + own.first * f, 0, std::size_t(own.end - own.first) * f * sizeof(float));
    if constexpr (s.out[0] == 1 && s.out[1] == 1) {
        // stops that fit into the first cache
        constexpr int most = 512 / s.out[2] > 1 ? 512 / s.out[2] : 1;
        for (int r = 0; r < runs; r += most)
            add(x[0] + std::ptrdiff_t(r) * each_x, x[1] + std::ptrdiff_t(r) * each_dy, y,
                runs - r < most ? runs - r : most, each_x, each_dy, own);
    } else {
        for (int r = 0; r < runs; ++r)
            add(x[0] + std::ptrdiff_t(r) * each_x, x[1] + std::ptrdiff_t(r) * each_dy, y, 1, 0, 0, own);
    }
}

} // namespace detail

template<>
struct kernel<ops::op_kind::conv_weights> {
    template<class D, class Target>
    CTNN_INLINE static void run(const float* const* x, float* y) {
        constexpr const descriptor& d = D::value;
        for (int t = 0; t < d.op.times; ++t) {
            const float* const at[] = {x[0] + std::ptrdiff_t(t) * d.each[0], x[1] + std::ptrdiff_t(t) * d.each[1]};
            detail::run_conv_weights<D, Target>(at, y + std::size_t(t) * d.op.out.size(), 1, 0, 0);
        }
    }
};

template<>
struct across_kernel<ops::op_kind::conv_weights> {
    template<class D, class Target, class Team = alone>
    CTNN_INLINE static void run(const float* const* x, float* y, int runs, const Team& t = {}) {
        detail::run_conv_weights<D, Target>(x, y, runs, D::value.each[0], D::value.each[1], t);
    }
};

} // namespace ctnn

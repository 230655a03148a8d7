/// y = x interpolated along one axis: every element of the result is a weighted sum of a few of x, vectors along the
/// axes behind.
#pragma once
#include "../shape/inline.hpp"
#include "kernel.hpp"
#include "simd.hpp"

namespace ctnn {
namespace detail {

/// What makes element `at` of the axis, in float.
struct resample_line {
    int first = 0, count = 0;
    float weight[12] = {};

    constexpr resample_line() = default;
    constexpr resample_line(ops::resample_kind kind, int in, int out, int at) {
        const ops::detail::resample_taps taps(kind, in, out, at);
        first = taps.first, count = taps.count;
        for (int k = 0; k < count; ++k) weight[k] = float(taps.weight[k]);
    }
};

/// One element of the axis: y (outer, inner) = sum of weight[k] x (outer, first + k, inner); rows are x_step and y_step
/// apart.
template<class Target>
[[gnu::noinline]] void resample_one(const resample_line& line, const float* __restrict x, float* __restrict y,
                                    int outer, int inner, std::ptrdiff_t x_step, std::ptrdiff_t y_step) {
    using B = simd::batch<Target>;
    constexpr int L = B::size;
    const auto sum = [&](const float* from, const auto& get) CTNN_INLINE {
        B s(0.f);
        for (int k = 0; k < line.count; ++k) s = simd::fma(B(line.weight[k]), get(from + k * std::ptrdiff_t(inner)), s);
        return s;
    };
    x += line.first * std::ptrdiff_t(inner);
    for (int a = 0; a < outer; ++a, x += x_step, y += y_step) {
        if (inner == 1) {
            float s = 0;
            for (int k = 0; k < line.count; ++k) s += line.weight[k] * x[k];
            y[0] = s;
            continue;
        }
        int i = 0;
        for (; i + L <= inner; i += L)
            simd::store(y + i, sum(x + i, [](const float* p) CTNN_INLINE { return simd::load<B>(p); }));
        if (const int part = inner - i; part > 0)
            simd::store_first(y + i, part,
                              sum(x + i, [part](const float* p) CTNN_INLINE { return simd::load_first<B>(p, part); }));
    }
}

template<class Target, ops::resample_kind Kind, int In, int Out>
[[gnu::noinline]] void resample(const float* x, float* y, int outer, int inner) {
    const auto run = [&](const resample_line& line, int i) {
        resample_one<Target>(line, x, y + std::ptrdiff_t(i) * inner, outer, inner, std::ptrdiff_t(In) * inner,
                             std::ptrdiff_t(Out) * inner);
    };
    if constexpr (Out * ops::detail::resample_radius(Kind) <=
                  512) { // all weights as constants: little work for a compiler
        struct lines {
            resample_line at[Out];
        };
        static constexpr lines all = [] {
            lines l{};
            for (int i = 0; i < Out; ++i) l.at[i] = {Kind, In, Out, i};
            return l;
        }();
        for (int i = 0; i < Out; ++i) run(all.at[i], i);
    } else {
        for (int i = 0; i < Out; ++i) run({Kind, In, Out, i}, i);
    }
}

} // namespace detail

template<>
struct kernel<ops::op_kind::resample> {
    template<class D, class Target>
    CTNN_INLINE static void run(const float* const* x, float* y) {
        detail::nothing_fused<D>();
        constexpr const descriptor& d = D::value;
        constexpr const extents &e = d.in[0], &out = d.op.out;
        constexpr int axis = d.op.attr.axis, outer = int(out.product(0, axis)),
                      inner = int(out.product(axis + 1, out.rank));
        for (int t = 0; t < d.op.times; ++t)
            detail::resample<Target, ops::resample_kind(d.op.attr.variant), e[axis], out[axis]>(
                x[0] + t * d.each[0], y + std::ptrdiff_t(t) * std::ptrdiff_t(out.size()), outer, inner);
    }
};

} // namespace ctnn

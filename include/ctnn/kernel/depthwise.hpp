/// y (space..., c m) = activation(x (space..., c) * w (taps..., c, m) + bias + residual), no channel mixed with
/// another.
#pragma once
#include "../shape/inline.hpp"
#include "conv.hpp"
#include "depthwise_tile.hpp"
#include "window.hpp"

namespace ctnn {
namespace detail {

template<ops::function F>
struct weighted_sum {
    static constexpr bool weighted = true;
    int taps;
    template<class B>
    CTNN_INLINE static inline B start() {
        return 0.f;
    }
    template<class B>
    CTNN_INLINE static inline B with(B sum, B x, B w) {
        return simd::fma(x, w, sum);
    }
    template<class B>
    CTNN_INLINE inline B finish(B sum) const {
        return simd::apply<F>(sum);
    }
};

template<class Target, ops::detail::sliding S, int Channels, ops::function F>
[[gnu::noinline]] void depthwise(const float* x, const float* w, const float* bias, const float* residual, float* y) {
    window_tap taps[taps_of(S)];
    slide_window<Target, weighted_sum<F>>(S, {Channels, x, w, bias, residual, y}, taps);
}

template<class D, class Target>
inline constexpr depthwise_tile_shape depthwise_tile_of = plan_depthwise(D::value.op, D::value.in[0],
                                                                         hardware_of<Target>);

template<class Target, depthwise_tile_shape T, tile_ending E>
constexpr auto depthwise_function() {
    if constexpr (T.spans)
        return depthwise_spans<Target, T, E>;
    else
        return depthwise_tiles<Target, T, E>;
}

} // namespace detail

template<>
struct kernel<ops::op_kind::depthwise> {
    template<class D, class Target>
    static constexpr std::size_t stack_bytes() {
        constexpr const descriptor& d = D::value;
        if (detail::runs_as_groups(d.op, d.in[0]) || detail::depthwise_tile_of<D, Target>.rows > 0) return 0;
        return detail::taps_bytes(ops::detail::sliding(d.op.attr.win, d.in[0], d.op.out));
    }
    template<class D, class Target>
    CTNN_INLINE static void run(const float* const* x, float* y, [[maybe_unused]] float* scratch = nullptr) {
        constexpr const descriptor& d = D::value;
        constexpr int channels = d.in[0].last();
        constexpr ops::detail::sliding s(d.op.attr.win, d.in[0], d.op.out);
        if constexpr (detail::runs_as_groups(d.op, d.in[0])) {
            detail::run_conv<D, Target, channels>(x, y, scratch);
        } else if constexpr (constexpr detail::depthwise_tile_shape tile = detail::depthwise_tile_of<D, Target>;
                             tile.rows > 0) {
            constexpr auto run = detail::depthwise_function<Target, tile, detail::ending_of<D>()>();
            static constexpr detail::depthwise_shape shape{{s.in[1], s.in[2]},
                                                           {s.out[1], s.out[2]},
                                                           {s.before[1], s.before[2]},
                                                           channels,
                                                           detail::depthwise_strip(tile, s.out[2], channels)};
            detail::each_run<D>(x, y,
                                [](const float* x, const float* w, const float* bias, const float* residual, float* y) {
                                    run(shape, {x, w, bias, residual, y});
                                });
            detail::apply_rest<Target, d.op.attr.epilogue>(y, d.op.size());
        } else if constexpr (detail::taps_of(s) > detail::max_window_taps) {
            ops::evaluate_of<d.op.kind>(d.op, d.in, d.each, x, y);
        } else {
            constexpr ops::function f = detail::in_registers(d.op.attr.epilogue);
            detail::each_run<D>(x, y, detail::depthwise<Target, s, channels, f>);
            detail::apply_rest<Target, d.op.attr.epilogue>(y, d.op.size());
        }
    }
};

} // namespace ctnn
